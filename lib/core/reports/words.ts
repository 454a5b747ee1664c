/** How numbers and times are written in reports. */
import { integer, percent as plainPercent, quantity } from '../messages/text/words.ts';

export { clock, counted, day, instant, integer, quantity } from '../messages/text/words.ts';

/** 0.184 as 18.4 %, on one line. */
export const percent = (share: number): string => plainPercent(share).replace(' ', '\u00a0');

/** A value of a column: three significant digits; a time by its date, and by its clock where the span is short. */
export function written(value: number | undefined, type: string | undefined, span = Number.POSITIVE_INFINITY): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (type === 'timestamp') return time(value, span);
  return type === 'integer' && Math.abs(value) < 1e9 && Number.isInteger(value) ? integer(value) : quantity(value);
}

const DAY_SECONDS = 86_400;
/** What a Date can hold. */
const LAST_SECOND = 8.64e12;

function time(seconds: number, span: number): string {
  if (Math.abs(seconds) > LAST_SECOND) return quantity(seconds);
  const iso = new Date(seconds * 1000).toISOString();
  return span < 3 * DAY_SECONDS ? iso.slice(0, 16).replace('T', ' ') : iso.slice(0, 10);
}

/** Small shares are seen: `< 0.01 %`, never a rounded 0. */
export const shareOf = (share: number): string => (share > 0 && share < 0.0001 ? '<\u00a00.01\u00a0%' : percent(share));

/** `0.43 (limit 0.1)`: PSI; three significant digits. */
export const effectOf = (effect: number): string => quantity(effect);

/** 1,234,567 bytes as 1.23 MB. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${quantity(bytes / 1000 ** power)} ${units[power]}`;
}

/** From a time to another, in its two largest units: `3 d 4 h`, `20 min`. @param from, to ISO 8601, or milliseconds */
export function lasted(from: string | number, to: string | number): string {
  const ms = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time));
  const minutes = Math.max(0, Math.round((ms(to) - ms(from)) / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const units = [
    [days, 'd'],
    [hours, 'h'],
    [rest, 'min'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return 'under 1 min';
  const told = units.slice(first, first + 2).filter(([count]) => count > 0);
  return told.map(([count, unit]) => `${integer(count)} ${unit}`).join(' ');
}

/** The first 8 characters of a digest, without its algorithm. */
export const shortDigest = (digest: string): string => (digest.split(':').at(-1) ?? '').slice(0, 8);

/** Chances in writing: `0.012`, `< 1e-12`. */
export const chance = (p: number | undefined): string =>
  p === undefined ? '–' : p < 1e-12 ? '< 1e-12' : String(Number(p.toPrecision(2)));
