/**
 * Figures as wide as their place and of a fixed height: what is drawn is stretched, so texts stand around it in HTML, and
 * are of one size on a phone and on a wide screen. They lie on one axis of time, below each other.
 */
import { type Html, html, joined } from '../html.ts';
import { px } from './drawing.ts';

/** Units of a stretched drawing, whatever its size on the screen. */
export const ACROSS = 1000;
export const DOWN = 100;

export interface Stretched {
  /** The finding, for those who cannot see it. */
  readonly title: string;
  /** Beside it, from top to bottom. */
  readonly scale: readonly string[];
  /** Height on the screen, in letters. */
  readonly rem: number;
  /** On `ACROSS` x `DOWN` units. */
  readonly content: Html;
}

export const stretched = ({ title, scale, rem, content }: Stretched): Html =>
  html`<div class="scale">${scale.map((text) => html`<span>${text}</span>`)}</div><svg role="img" viewBox="0 0 ${ACROSS} ${DOWN}" preserveAspectRatio="none" width="720" height="${px(16 * rem)}" style="height:${px(rem)}rem"><title>${title}</title>${content}</svg>`;

/** Figures on one axis, with the words that stand below it, from its begin to its end. */
export const onOneAxis = (figures: readonly Html[], words: readonly string[]): Html =>
  html`<div class="timed">${joined(figures)}<span></span><div class="ticks">${words.map((text) => html`<span>${text}</span>`)}</div></div>`;
