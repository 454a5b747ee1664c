/**
 * Which rows are held out of training. By id, row or group a row's side never changes: neither with its place in the file
 * nor with later uploads.
 */
import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import type { CanonicalRows } from './canonical-rows.ts';
import type { TypedRows } from './columns/typed-rows.ts';
import type { SplitPlan } from './split-plan.ts';

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

/** Whether a row is held out. @param typed the rows that `canonical` was made of */
export type Split = (canonical: CanonicalRows, row: number, typed: Pick<TypedRows, 'numbers'>) => boolean;

/**
 * By the id or by a group's value, as they are; by row, and where the group is missing, by the features in the order of
 * their names as netstrings, whose lengths are UTF-16 code units: in ASCII those are the canonical bytes themselves. By
 * time, what is not before the cut; rows without a time are old.
 *
 * @param order of the features by name @param plan `id`: the last cell of a row is its id
 */
export function splitBy(model: string, order: readonly number[], plan: SplitPlan): Split {
  if (plan.by === 'time') return (_, row, { numbers }) => (numbers[plan.column]?.[row] ?? Number.NaN) >= plan.cut;
  const isBytesHeldOut = keyed(model);
  const isBatchAscii = asciiBatches();
  return (rows, row) => {
    const { bytes, ends, featureEnds, width, starts, stops } = rows;
    const first = row * width;
    const named = plan.by === 'id' ? first + width - 1 : plan.by === 'group' ? first + plan.column : -1;
    if (named >= 0 && (plan.by === 'id' || starts[named] !== stops[named]))
      return isBytesHeldOut(bytes, starts[named] ?? 0, stops[named] ?? 0);
    const from = row === 0 ? 0 : (ends[row - 1] ?? 0);
    const to = featureEnds[row] ?? 0;
    if (isBatchAscii(rows) || isAscii(bytes.subarray(from, to))) return isBytesHeldOut(bytes, from, to);
    const cells = order.map((column) => bytes.toString('utf8', starts[first + column], stops[first + column]));
    return inHoldout(model, cells.map((cell) => `${cell.length}:${cell}`).join(''));
  };
}

/** Keys up to this length have a view each that is made once: to make one costs a third of hashing it. */
const LONGEST_KEPT = 2048;

function keyed(model: string): (bytes: Buffer, from: number, to: number) => boolean {
  const prefix = Buffer.from(`${model}\0`);
  let key = Buffer.alloc(prefix.length + LONGEST_KEPT);
  prefix.copy(key);
  const views = new Array<Buffer | undefined>(LONGEST_KEPT + 1);

  return (bytes, from, to) => {
    const length = to - from;
    if (prefix.length + length > key.length) {
      key = Buffer.alloc(2 * (prefix.length + length));
      prefix.copy(key);
      views.fill(undefined);
    }
    bytes.copy(key, prefix.length, from, to);
    if (length > LONGEST_KEPT) return isHeldOut(key.subarray(0, prefix.length + length));
    views[length] ??= key.subarray(0, prefix.length + length);
    return isHeldOut(views[length]);
  };
}

/** Whether all rows of a batch are ASCII: looked up once a batch. */
function asciiBatches(): (rows: CanonicalRows) => boolean {
  let last: CanonicalRows | undefined;
  let found = false;
  return (rows) => {
    if (rows !== last) {
      last = rows;
      found = isAscii(rows.bytes.subarray(0, rows.ends[rows.rows - 1] ?? 0));
    }
    return found;
  };
}
