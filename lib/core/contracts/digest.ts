/** Digests of documents. Every digest names its algorithm, so that a later one can live beside it. */
import { createHash } from 'node:crypto';

/** SHA-256 in hex. Text counts as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * One text for one JSON value: object keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes
 * them (RFC 8785). Members that are `undefined` are left out, as in JSON.
 *
 * @throws TypeError for what JSON cannot hold: functions, symbols, bigints, NaN, infinities, `undefined` in a list.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value);
  throw new TypeError(`a ${typeof value} cannot be written as JSON`);
}

function canonicalObject(value: object): string {
  if (!isPlain(value)) throw new TypeError(`a ${value.constructor.name} cannot be written as JSON`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Dates, maps and buffers would silently become something else: they are refused. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** `json-sha256-v1:<hex>` of the canonical JSON: equal values have equal digests, whatever the order of their keys. */
export const jsonDigest = (value: unknown): string => `json-sha256-v1:${sha256Hex(canonicalJson(value))}`;
