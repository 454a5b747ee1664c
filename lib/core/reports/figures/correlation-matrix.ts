/** Correlations of a few columns as squares: the stronger, the fuller; a falling one also has a dash. */
import { clipped, type Html, html } from '../html.ts';
import { figureOf, labelled, px, WIDTH } from './drawing.ts';

const LABEL = 130;
const LABEL_LETTERS = 17;
const ROW = 19;
const HEAD = 14;

/** @param of the correlation of two columns by their places in `names`; undefined where there is none */
export function correlationMatrix(
  title: string,
  names: readonly string[],
  of: (a: number, b: number) => number | undefined,
): Html {
  const width = Math.min(26, (WIDTH - LABEL) / names.length);
  const x = (i: number): number => LABEL + i * width;
  const y = (i: number): number => HEAD + i * ROW;
  const cells = names.flatMap((_, row) =>
    names.map((__, column) => {
      const value = row === column ? 1 : of(row, column);
      if (value === undefined) return html``;
      const opacity = row === column ? 0.12 : Math.abs(value);
      if (opacity < 0.005) return html``;
      const tone = value < 0 ? html`class="falls" fill="#b3261e"` : html`class="now" fill="#2f81c4"`;
      return html`<rect ${tone} x="${px(x(column) + 1)}" y="${y(row) + 1}" width="${px(width - 2)}" height="${ROW - 2}" fill-opacity="${opacity.toFixed(2)}"/>`;
    }),
  );
  const dashes = names
    .flatMap((_, row) =>
      names.map((__, column) => {
        const value = row === column ? undefined : of(row, column);
        return value !== undefined && value <= -0.005
          ? `M${px(x(column) + width / 2 - 3)} ${px(y(row) + ROW / 2)}h6`
          : '';
      }),
    )
    .join('');
  const labels = names.map(
    (name, i) =>
      html`<text x="${LABEL - 6}" y="${y(i) + 13}" text-anchor="end">${clipped(name, LABEL_LETTERS)} ${i + 1}</text><text x="${px(x(i) + width / 2)}" y="10" text-anchor="middle">${i + 1}</text>`,
  );
  return figureOf(
    title,
    HEAD + names.length * ROW,
    html`${cells}<path class="dash" stroke="#1f2328" stroke-width="1.5" d="${dashes}"/>${labelled(labels)}`,
  );
}
