/** Which rows are held out of training. A row's side never changes: neither with its place in the file nor with later uploads. */
import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import type { CanonicalRows } from './canonical-rows.ts';

/** Per cent of the rows, on average. */
export const HOLDOUT_SHARE = 20;

/**
 * The first 48 bits of SHA-256(model, NUL, key) modulo 100, below the holdout share.
 *
 * @param key the id of the row, or without one its features: equal rows are always on the same side, so none is both
 *   learned and tested
 */
export const inHoldout = (model: string, key: string): boolean => isHeldOut(Buffer.from(`${model}\0${key}`));

/** @param bytes of model, NUL and key */
function isHeldOut(bytes: Uint8Array): boolean {
  // Latin-1 is a character a byte: the cheapest form that hash() has.
  const digest = hash('sha256', bytes, 'binary');
  const high = (digest.charCodeAt(0) << 16) | (digest.charCodeAt(1) << 8) | digest.charCodeAt(2);
  const low = (digest.charCodeAt(3) << 16) | (digest.charCodeAt(4) << 8) | digest.charCodeAt(5);
  return (high * 2 ** 24 + low) % 100 < HOLDOUT_SHARE;
}

/** Whether a row is held out. */
export type Split = (canonical: CanonicalRows, row: number) => boolean;

/**
 * The split by the id, where there is one; else by the features in the order of their names as netstrings, whose lengths
 * are UTF-16 code units: in ASCII those are the canonical bytes themselves.
 *
 * @param order of the features by name @param hasId whether the last cell of a row is its id
 */
export function splitBy(model: string, order: readonly number[], hasId: boolean): Split {
  const prefix = Buffer.from(`${model}\0`);
  let key = Buffer.alloc(4096);
  prefix.copy(key);

  function isBytesHeldOut(bytes: Buffer, from: number, to: number): boolean {
    const length = prefix.length + to - from;
    if (length > key.length) {
      key = Buffer.alloc(2 * length);
      prefix.copy(key);
    }
    bytes.copy(key, prefix.length, from, to);
    return isHeldOut(key.subarray(0, length));
  }

  return ({ bytes, ends, featureEnds, width, starts, stops }, row) => {
    const first = row * width;
    if (hasId) return isBytesHeldOut(bytes, starts[first + width - 1] ?? 0, stops[first + width - 1] ?? 0);
    const from = row === 0 ? 0 : (ends[row - 1] ?? 0);
    const to = featureEnds[row] ?? 0;
    if (isAscii(bytes.subarray(from, to))) return isBytesHeldOut(bytes, from, to);
    const cells = order.map((column) => bytes.toString('utf8', starts[first + column], stops[first + column]));
    return inHoldout(model, cells.map((cell) => `${cell.length}:${cell}`).join(''));
  };
}
