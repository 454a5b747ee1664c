/** JSON of documents with typed arrays: their bytes in base64, little-endian as in memory, so that NaN and -0 stay what they are. */

const KINDS = { float64: Float64Array, int32: Int32Array } as const;
type Kind = keyof typeof KINDS;

const kindOf = (value: unknown): Kind | undefined =>
  value instanceof Float64Array ? 'float64' : value instanceof Int32Array ? 'int32' : undefined;

export const typedJson = (document: unknown): string =>
  JSON.stringify(document, (_key, value: unknown) => {
    const kind = kindOf(value);
    if (!kind) return value;
    const { buffer, byteOffset, byteLength } = value as Float64Array;
    return { [kind]: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  });

export const parseTypedJson = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const [first, ...more] = Object.entries(value);
    if (!first || more.length > 0 || !Object.hasOwn(KINDS, first[0]) || typeof first[1] !== 'string') return value;
    // A copy of its own, for an array of doubles begins at a multiple of eight bytes.
    return new KINDS[first[0] as Kind](new Uint8Array(Buffer.from(first[1], 'base64')).buffer);
  });
