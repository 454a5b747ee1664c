/** Text for a terminal: names, reasons and columns come from users, so nothing they wrote may steer it. */

/** Removes control characters (C0, DEL, C1), among them the escape that begins terminal sequences. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/** 1284 -> "1,284"; at most three significant digits behind the point. */
export function number(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Math.abs(value) >= 1000
    ? value.toLocaleString('en-US', { maximumFractionDigits: 0 })
    : String(Number(value.toPrecision(3)));
}

export const percent = (share: number): string => `${number(share * 100)} %`;

/** 3.2 -> "3.2 s", 125 -> "2 min 5 s". */
export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

/** First 8 characters of an id; the whole is in the JSON. */
export const short = (id: string): string => id.slice(0, 8);

/** "14:09:12" of an ISO time, UTC. */
export const clock = (iso: string): string => iso.slice(11, 19);

const AGES = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

/** "3 h ago" at `now`, both as times; what is to come, or under a minute old, is "now". */
export function age(iso: string, now: number): string {
  const passed = (now - Date.parse(iso)) / 1000;
  const unit = AGES.find(([length]) => passed >= length);
  return unit ? `${Math.floor(passed / unit[0])} ${unit[1]} ago` : 'now';
}

/** "2026-11-21 14:02 UTC" of an ISO time. */
export const utc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** "3 h ago, 2026-11-21 14:02 UTC" */
export const when = (iso: string, now: number): string => `${age(iso, now)}, ${utc(iso)}`;
