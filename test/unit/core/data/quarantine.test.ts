/** Rows in are rows kept and rows rejected, always: over random files and manifests, through the real check. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { runs } from '../../../_properties.ts';

/** Columns of every file: row, size, plan, lift, built, note, price (the target). */
const GOOD = [
  (i: number) => `r${i}`,
  (i: number) => String(i % 7),
  (i: number) => ['basic', 'plus', 'pro'][i % 3] ?? '',
  (i: number) => (i % 2 ? 'yes' : 'no'),
  (i: number) => `2026-01-${10 + (i % 9)}`,
  (i: number) => `note ${i}`,
  (i: number) => String(10 * (i % 5)),
];
const odd = fc.constantFrom(
  '',
  ' ',
  '?',
  'NA',
  'x',
  '-3',
  '1e999',
  '7',
  'maybe',
  '"a ""b"""',
  '"two\nlines"',
  '=1+1',
  'é',
  '\u0000',
);
/** A row by what is odd in it: cells by column; fewer or more cells; a quote that text follows. */
const change = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4', '5', '6'), odd, { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('short', 'long', 'torn') },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const manifests = fc.record({
  id: fc.boolean(),
  nulls: maybe(fc.uniqueArray(fc.constantFrom('?', 'NA', 'x'), { minLength: 1 })),
  rules: maybe(
    fc.subarray(['size < 6', "plan != 'pro' or lift", 'price >= size', "built > '2026-01-12'", 'note is not missing'], {
      minLength: 1,
    }),
  ),
  size: maybe(
    fc.record({
      min: maybe(fc.integer({ min: 0, max: 3 })),
      unique: maybe(fc.boolean()),
      required: maybe(fc.boolean()),
    }),
  ),
  plan: maybe(fc.record({ values: maybe(fc.constant(['basic', 'pro'])), required: maybe(fc.boolean()) })),
});

test('a row is kept or rejected, whatever it holds and whatever is asked of it', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      manifests,
      fc.array(fc.tuple(fc.nat({ max: 400 }), change), { maxLength: 60 }),
      async ({ id, size, plan, ...data }, changes) => {
        const odds = new Map(changes);
        const rows = Array.from({ length: 400 }, (_, i) => {
          const what = odds.get(i);
          const cells = GOOD.map((cell, column) =>
            typeof what === 'object' ? (what[String(column)] ?? cell(i)) : cell(i),
          );
          if (what === 'short') return cells.slice(0, 4).join(',');
          if (what === 'long') return [...cells, 'more'].join(',');
          return what === 'torn' ? cells.with(5, '"torn" here').join(',') : cells.join(',');
        });
        const parsed = parseManifest(
          JSON.parse(
            JSON.stringify({
              sluice: 1,
              model: 'rents',
              task: 'regression',
              data: {
                target: 'price',
                maxRejectedShare: 1,
                ...(id ? { id: 'row' } : {}),
                ...data,
                columns: {
                  lift: { type: 'boolean' },
                  built: { type: 'timestamp' },
                  size: { type: 'integer', ...size },
                  plan: { type: 'category', ...plan },
                },
              },
              training: { algorithm: 'xgboost' },
              stages: { production: {} },
            }),
          ),
        );
        if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
        const objects = memoryObjects();
        const object = { bucket: 'data', key: 'rents/uploads/a.csv' };
        await objects.put(object, `row,size,plan,lift,built,note,price\n${rows.join('\n')}\n`);
        const outcome = await checkUpload(
          { objects, formats },
          {
            model: 'rents',
            object,
            manifest: parsed.manifest,
            output: { bucket: 'artifacts', prefix: 'd/' },
            origin: {
              run: 'r',
              author: 'anna',
              file: 'a.csv',
              checked: '2026-03-02T08:00:00.000Z',
              manifestRevision: 1,
            },
          },
        );
        const name = outcome.outcome === 'accepted' ? 'accepted' : outcome.refusal.code;
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
        if (outcome.outcome === 'refused') {
          // Refused for what was found in the rows: then all of them were read.
          expect([name, outcome.refusal.rows]).toEqual([name, 400]);
          return;
        }
        const { dataset } = outcome;
        const lines = (file: string): string[] =>
          (objects.dump('artifacts')[`d/${file}`] ?? '').split('\n').slice(0, -1);
        const kept = (part: string) => [lines(`train/${part}.csv`).length, lines(`holdout/${part}.csv`).length];
        expect(dataset.rows + dataset.rejected).toBe(400);
        expect(kept('features')).toEqual([dataset.train, dataset.holdout]);
        expect(kept('labels')).toEqual([dataset.train, dataset.holdout]);
        expect(dataset.train + dataset.holdout).toBe(dataset.rows);
        const rejected = lines('rejects.csv')
          .slice(1)
          .map((line) => Number(line.split(',')[0]));
        expect(new Set(rejected).size).toBe(dataset.rejected);
        expect([...rejected].sort((a, b) => a - b)).toEqual(rejected);
        expect(Math.min(2, ...rejected)).toBeGreaterThanOrEqual(2);
      },
    ),
    { numRuns: runs(60) },
  );
  expect(outcomes.get('accepted')).toBeGreaterThan(5);
});
