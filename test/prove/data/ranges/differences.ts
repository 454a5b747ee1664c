/** Where two documents differ. Moments of ranges are merged, so numbers may differ in their last digits. */
const CLOSE = 1e-11;
/** Where the two lie. */
const OWN = ['location'];
/** Of a column of more texts than are counted each side knows the most frequent to a bound, and which of many equal ones they are, and with them its relation to the target, is chance. */
const BOUNDED = ['levels', 'other', 'bound', 'relation'];

/** @returns a line each */
export function differences(one: unknown, other: unknown, path: string): string[] {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(one)) ? [] : [`${path}: ${one}, in ranges ${other}`];
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one === other ? [] : [`${path}: ${JSON.stringify(one)}, in ranges ${JSON.stringify(other)}`];
  const left = 'bound' in one && 'bound' in other ? [...OWN, ...BOUNDED] : OWN;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => !left.includes(key));
  return keys.flatMap((key) => differences(one[key as never], other[key as never], `${path}/${key}`));
}
