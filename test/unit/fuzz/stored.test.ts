/** The judge of the fuzzing sees what a refused request would leave behind. */
import { describe, expect, test } from 'vitest';
import type { Call } from '../../fuzz/calls.ts';
import { type Snapshot, type StoredItem, unaccounted } from '../../fuzz/stored.ts';

const snapshot = (...items: StoredItem[]): Snapshot =>
  new Map(items.map((item) => [`registry ${item.pk} ${item.sk}`, item]));
const item = (sk: string, more: Partial<StoredItem> = {}): StoredItem => ({ pk: 'M#churn', sk, rev: 1, ...more });
const call = (stored: Call['stored']): Call => ({
  operation: 'PUT /models/{model}',
  model: 'churn',
  status: 200,
  stored,
});
const of = (before: Snapshot, after: Snapshot, ...calls: Call[]) => unaccounted(before, after, calls, () => true);

const META = item('META');
const MOVED = item('META', { rev: 2 });
const APPLIED = item('000000000002', { data: { revision: 2, digest: 'd' } });
const ANOTHER = call({ upload: 'U2', model: 'churn', revision: 1, changed: true });

describe('what is stored', () => {
  test('by a success is accounted for, with the items that follow it', () => {
    const manifest = item('MANIFEST#000002');
    const taken = call({ model: 'churn', revision: 2, changed: true });
    expect(of(snapshot(META), snapshot(MOVED, manifest, APPLIED), taken)).toEqual([]);
    const reply = item('REQUEST#p#k', { body: { release: 'R1' } });
    const release = [item('RELEASE#staging#R1'), item('STAGE#staging'), reply];
    expect(of(snapshot(META), snapshot(MOVED, ...release), call({ release: 'R1' }))).toEqual([]);
  });

  test.each([
    ['a manifest', item('MANIFEST#000002')],
    ['an announcement', item('ANNOUNCEMENT#U1')],
    ['a release', item('RELEASE#staging#R1')],
    ['an event', APPLIED],
    ['the reply to a key', item('REQUEST#p#k', { body: { upload: 'U1' } })],
    ['a stage', item('STAGE#staging')],
    ['something new', item('OTHER#1')],
  ])('without a success of its own is not: %s', (_what, left) => {
    const key = `registry M#churn ${left.sk}`;
    expect(of(snapshot(META), snapshot(META, left))).toEqual([key]);
    expect(of(snapshot(META), snapshot(META, left), ANOTHER)).toEqual([key]);
  });

  test('a change of what was there, and a loss, are seen', () => {
    expect(of(snapshot(META), snapshot(MOVED))).toEqual(['registry M#churn META']);
    const lost = of(snapshot(META, item('VERSION#000001')), snapshot(META));
    expect(lost).toEqual(['registry M#churn VERSION#000001 is gone']);
  });

  test('a PUT that changed nothing accounts for nothing', () => {
    const same = call({ model: 'churn', revision: 2, changed: false });
    expect(of(snapshot(META), snapshot(META, item('MANIFEST#000002')), same)).toHaveLength(1);
  });
});
