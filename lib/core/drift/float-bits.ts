/** The upper half of a double's bits: its sign, exponent and 20 bits of its mantissa, which order it well enough for tables. */

const value = new Float64Array(1);
/** Two to a double; the upper half comes second on every machine that Node.js runs on today. */
const halves = new Int32Array(value.buffer);

export const halvesOf = (values: Float64Array<ArrayBuffer>): Int32Array => new Int32Array(values.buffer);

export const UPPER = 1;

export function upperBits(of: number): number {
  value[0] = of;
  return halves[UPPER] ?? 0;
}

/** The smallest positive double with these upper bits. */
export function lowestOf(upper: number): number {
  halves[0] = 0;
  halves[UPPER] = upper;
  return value[0] ?? 0;
}
