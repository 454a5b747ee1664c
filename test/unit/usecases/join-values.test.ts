/** Values of unique columns over ranges: what is written for each range, and what is too much to hold. */
import { expect, it } from 'vitest';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { stretchEnds } from '../../../lib/core/data/ranges/range-values.ts';
import { UploadRefused } from '../../../lib/core/data/refused.ts';
import { hashesAt, joinValues, KnownValues } from '../../../lib/core/usecases/ranges/join-values.ts';
import { planDocuments, repeatedOf, VALUES, valuesOf } from '../../../lib/core/usecases/ranges/range-plan.ts';

/** Two ranges that share 40 of their 100 values each, and a third without values. */
async function found() {
  const objects = memoryObjects({ chunkBytes: 100 });
  const documents = planDocuments(objects, 'artifacts', '_ranges/churn/plan.json');
  const ranges = [
    { from: 0, to: 100 },
    { from: 60, to: 160 },
    { from: 0, to: 0 },
  ].map(({ from, to }) =>
    BigUint64Array.from(
      { length: to - from },
      (_, i) => (BigInt(from + i) * 0x9e3779b97f4a7c15n) % 2n ** 64n || 1n,
    ).sort(),
  );
  for (const [index, hashes] of ranges.entries())
    await objects.put(documents.address(valuesOf(0, index)), new Uint8Array(hashes.buffer));
  const told = ranges.map((hashes, index) => ({
    columns: [{ name: 'card', every: index === 1 ? 2 : 1, ends: stretchEnds(hashes) }],
  }));
  return {
    objects,
    documents,
    ranges,
    told: (async function* () {
      yield* told;
    })(),
  };
}

it('gives each range the values that an earlier one had, and says how many were looked at', async () => {
  const { objects, documents, ranges, told } = await found();
  await joinValues(objects, documents, told);
  expect(await documents.read(VALUES, KnownValues)).toEqual({
    v: 1,
    unique: [{ name: 'card', every: 2, repeated: [0, 40, 0] }],
  });
  const repeated = await hashesAt(objects, documents.address(repeatedOf(0, 1)), { from: 0, to: 8 * 40 });
  const first = new Set(ranges[0]);
  expect([...repeated].sort()).toEqual([...(ranges[1] ?? [])].filter((hash) => first.has(hash)).sort());
});

it('refuses a file of more repeated values than are held, by the name of the column', async () => {
  const { objects, documents, told } = await found();
  const refused = await joinValues(objects, documents, told, 39).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UploadRefused);
  expect(refused).toMatchObject({
    refusal: {
      code: 'too-large',
      findings: [{ column: 'card', rule: 'repeated-value', seen: expect.stringContaining('39') }],
    },
  });
});
