/** What all figures share: size, colours as attributes for where styles are stripped, and the frame of an SVG. */
import { type Html, html } from '../html.ts';

/** Pixels of a figure as it is drawn; it grows and shrinks with its place. */
export const WIDTH = 360;

/** One digit behind the point is finer than any screen. */
export const px = (value: number): string => String(Number(value.toFixed(1)));

/** Class names of style.ts, with the light colours. */
export const NOW = html`class="now" fill="#2f81c4"`;
export const BEFORE = html`class="before" fill="none" stroke="#1f2328" stroke-width="1.5"`;
export const AXIS = html`class="axis" stroke="#8c959f" stroke-width="1"`;
export const LIMIT = html`class="limit" stroke="#b3261e" stroke-width="1" stroke-dasharray="4 3"`;

/** Texts of a figure share their look. */
export const labelled = (texts: readonly Html[]): Html =>
  html`<g class="label" font-size="11" fill="#57606a">${texts}</g>`;

/** @param title the finding, for those who cannot see the figure */
export const figureOf = (title: string, height: number, content: Html): Html =>
  html`<svg role="img" viewBox="0 0 ${WIDTH} ${px(height)}" width="${WIDTH}" height="${px(height)}"><title>${title}</title>${content}</svg>`;
