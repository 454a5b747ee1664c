/** Colours of the pages, by the contrast of WCAG 2.2: text, and shapes that must be told from each other. */
import { expect, it } from 'vitest';
import { STYLE } from '../../../../lib/core/reports/style.ts';

type Colours = Readonly<Record<string, string>>;

/** Custom properties of a rule. */
const coloursOf = (rule: string | undefined): Colours =>
  Object.fromEntries(
    [...(rule ?? '').matchAll(/--(\w+):(#[0-9a-f]{3,6})/g)].map(([, name = '', value = '']) => [name, value]),
  );

const [light, dark] = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, rule]) => coloursOf(rule));
const schemes = { light: light ?? {}, dark: { ...light, ...dark } };

/** Relative luminance. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT = 4.5;
const SHAPE = 3;

it.each([
  ['text', 'ground', TEXT],
  ['text', 'card', TEXT],
  ['muted', 'ground', TEXT],
  ['muted', 'card', TEXT],
  ['bad', 'ground', TEXT],
  ['bad', 'card', TEXT],
  ['ok', 'ground', TEXT],
  ['ok', 'card', TEXT],
  ['link', 'ground', TEXT],
  ['now', 'ground', SHAPE],
  ['now', 'card', SHAPE],
  ['text', 'now', SHAPE],
  // A window with drift, or without capture, beside one without drift.
  ['bad', 'pale', SHAPE],
  ['text', 'pale', SHAPE],
  ['muted', 'ground', SHAPE],
] as const)('%s on %s', (front, back, least) => {
  for (const [scheme, colours] of Object.entries(schemes)) {
    const [a, b] = [colours[front], colours[back]];
    if (!a || !b) throw new Error(`${scheme} has no ${front} or ${back}`);
    expect([scheme, contrast(a, b) >= least, contrast(a, b)]).toEqual([scheme, true, expect.any(Number)]);
  }
});

it('is measured as WCAG does', () => {
  expect(contrast('#000', '#fff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
