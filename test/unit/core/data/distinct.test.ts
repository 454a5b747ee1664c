import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { profileFile } from '../../../../lib/core/data/file/profile-file.ts';
import { isIdentifier } from '../../../../lib/core/data/findings.ts';
import { distinctValues } from '../../../../lib/core/data/profile/distinct.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { runs } from '../../../_properties.ts';
import { byteSource } from './bytes.ts';
import { generator, shuffled } from './tables.ts';

test('a column has at least as many different values as its row sample promises, and all of them where it is whole', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(1, 2, 4, 8, 64),
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, every, times, repeatedShare) => {
        const random = generator(seed);
        const values: number[] = [];
        for (let value = 0; values.length < 3000; value++)
          for (let i = random() < repeatedShare ** 2 ? times : 1; i > 0; i--) values.push(value);
        const sampled = Float64Array.from(values.filter(() => random() * every < 1)).sort();
        const found = distinctValues(sampled, every, values.length);
        const different = new Set(values).size;
        if (every === 1) expect(found).toEqual({ distinct: different });
        else expect('distinctAtLeast' in found && found.distinctAtLeast).toBeLessThanOrEqual(different);
      },
    ),
    { numRuns: runs(300) },
  );
});

test('whole numbers that name rows are told from those that come twice, in more rows than are sampled', async () => {
  const rows = 80_000;
  const random = generator(7);
  const ids = shuffled(
    Array.from({ length: rows }, (_, i) => 1_000_000 + i),
    random,
  );
  const twice = shuffled(
    ids.map((id) => id >> 1),
    random,
  );
  const csv = `id,twice,size,age\n${ids.map((id, i) => `${id},${twice[i]},${id / 8},${id % 90}\n`).join('')}`;
  const { profile, types } = await profileFile(() => openTable(byteSource(csv), formats));

  expect(profile.sample?.every).toBeGreaterThan(1);
  const named = profile.columns.flatMap((column) =>
    column.kind === 'number' && isIdentifier(column, types.get(column.name) ?? 'text') ? [column.name] : [],
  );
  expect(named).toEqual(['id']);
  const atLeast = profile.columns.map((column) => (column.kind === 'number' ? column.distinctAtLeast : undefined));
  expect(atLeast[0]).toBeGreaterThan(0.99 * rows);
  expect(atLeast[3]).toBe(90);
});
