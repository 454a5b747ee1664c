/** Which rows are held out of training. A row's side never changes: neither with its place in the file nor with later uploads. */
import { hash } from 'node:crypto';

/** Per cent of the rows, on average. */
export const HOLDOUT_SHARE = 20;

/**
 * The first 48 bits of SHA-256(model, NUL, key) modulo 100, below the holdout share.
 *
 * @param key the id of the row, or without one its canonical features: equal rows are always on the same side, so none
 *   is both learned and tested
 */
export function inHoldout(model: string, key: string): boolean {
  const digest = hash('sha256', `${model}\0${key}`, 'hex');
  return Number.parseInt(digest.slice(0, 12), 16) % 100 < HOLDOUT_SHARE;
}
