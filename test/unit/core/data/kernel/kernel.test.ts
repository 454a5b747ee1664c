/** The kernel's machine code, and the memory it works on. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { takeArena, withArena } from '../../../../../lib/core/data/kernel/arena.ts';
import { BINARY_FILE, compiledKernel } from '../../../../check/kernel/compile.ts';

test('is what its source compiles to', { timeout: 60_000 }, () => {
  expect(readFileSync(BINARY_FILE, 'utf8') === compiledKernel(), 'run: node test/check/kernel/compile.ts').toBe(true);
});

test('an arena gives memory that does not overlap, and refuses what it has not', () => {
  const arena = takeArena();
  const window = arena.window(1000);
  const [numbers, integers, octets] = [arena.numbers(3), arena.integers(5), arena.octets(7)];
  window.fill(1);
  numbers.fill(2);
  integers.fill(3);
  octets.fill(4);
  expect([...window].every((byte) => byte === 1)).toBe(true);
  expect([...numbers, ...integers, ...octets]).toEqual([2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4]);
  expect(arena.window(2000).subarray(0, 1000)).toEqual(window);
  expect(() => arena.window(1e9)).toThrow('more memory');
  expect(() => arena.numbers(1e9)).toThrow('more memory');
  arena.release();
});

test('what is taken within a call is given back', () => {
  const arena = takeArena();
  const before = arena.integers(1).byteOffset;
  for (let i = 0; i < 1000; i++) withArena(arena, (same) => same.numbers(100_000));
  expect(before - arena.integers(1).byteOffset).toBeLessThan(1000);
  arena.release();
});

test('one arena serves one user at a time', () => {
  const one = takeArena();
  const two = takeArena();
  expect(one.owns(two.numbers(1))).toBe(false);
  one.release();
  one.release();
  const [three, four] = [takeArena(), takeArena()];
  expect(three.owns(four.numbers(1))).toBe(false);
  for (const arena of [two, three, four]) arena.release();
});
