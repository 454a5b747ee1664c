/** What a manifest asks of rows and whole columns, through the check of an upload. */
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { parseManifestYaml } from '../../../../lib/core/contracts/manifest/yaml.ts';
import { Profile } from '../../../../lib/core/contracts/profile.ts';
import { DatasetSchema } from '../../../../lib/core/contracts/schema.ts';
import { repeats } from '../../../../lib/core/data/repeats.ts';
import { uniqueInPart } from '../../../../lib/core/data/whole-columns.ts';
import { type CheckUpload, checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';

const base = (data: object) => ({
  sluice: 1,
  model: 'rents',
  task: 'binary-classification',
  data: { target: 'let', id: 'flat', maxRejectedShare: 0.2, ...data },
  training: { algorithm: 'xgboost' },
  stages: { production: {} },
});

async function checked(
  data: object,
  change: (row: string[], i: number) => string[] = (row) => row,
  before: Partial<CheckUpload> = {},
) {
  const parsed = parseManifest(base(data));
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const objects = memoryObjects();
  const object = { bucket: 'data', key: 'rents/uploads/a.csv' };
  const rows = Array.from({ length: 200 }, (_, i) =>
    change(
      [
        `f${i}`,
        `2026-01-0${1 + (i % 5)}`,
        `2026-02-0${1 + (i % 5)}`,
        String(i % 50),
        'yes',
        `d${i % 3}`,
        i % 4 ? 'no' : 'yes',
      ],
      i,
    ).join(','),
  );
  await objects.put(object, `flat,from,until,price,lift,district,let\n${rows.join('\n')}\n`);
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'rents',
      object,
      manifest: parsed.manifest,
      ...before,
      output: { bucket: 'artifacts', prefix: 'd/' },
      origin: { run: 'r', author: 'anna', file: 'a.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  const file = (name: string) => objects.dump('artifacts')[`d/${name}`] ?? '';
  return { outcome, file, rejects: file('rejects.csv').trim().split('\n').slice(1) };
}

const cell = (column: number, rows: readonly number[], text: string) => (row: string[], i: number) =>
  rows.includes(i) ? row.with(column, text) : row;

describe('rules over columns', () => {
  test('set aside the rows that break them, with the rule as reason', async () => {
    const rules = [
      'until >= from',
      "lift or district == 'd0'",
      "let in ('yes', 'no') and startsWith(flat, 'f')",
      'price / price == 1',
    ];
    const { outcome, rejects } = await checked({ rules }, (row, i) => {
      if (i === 3) return row.with(2, '2025-01-01');
      // What is missing breaks nothing.
      if (i === 4) return row.with(2, '');
      if (i === 7) return row.with(4, 'no');
      return i === 9 ? row.with(4, 'no') : row;
    });
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      dataset: {
        rows: 198,
        rejected: 2,
        rejectedReasons: [
          { reason: 'breaks-rule: until >= from', count: 1, lines: [5] },
          { reason: "breaks-rule: lift or district == 'd0'", count: 1, lines: [9] },
        ],
      },
    });
    expect(rejects).toEqual(['5,,breaks-rule: until >= from,', "9,,breaks-rule: lift or district == 'd0',"]);
  });

  test('refuse the upload when too many break one, and the finding holds it', async () => {
    const { outcome } = await checked({ rules: ['price < 10'] });
    expect(outcome).toMatchObject({
      refusal: {
        code: 'too-many-rejected-rows',
        findings: [{ rule: 'breaks-rule', expected: 'price < 10', count: 160 }],
      },
    });
  });

  test.each([
    ['prise < 10', 'there is no column prise, at character 1', 'price?'],
    [
      "price == 'dear'",
      "price is a number and 'dear' is a text: they cannot be compared, at character 1",
      'put a text in quotes',
    ],
    ["let == 'maybe'", "let is never 'maybe', at character 8", 'one of no, yes'],
  ])('%s is refused when the columns are known', async (rule, seen, mend) => {
    const { outcome } = await checked({ rules: [rule] });
    expect(outcome).toMatchObject({
      refusal: {
        code: 'rule-unusable',
        findings: [{ rule: 'data.rules[0]', expected: rule, seen, mend: expect.stringContaining(mend) }],
      },
    });
  });

  test('have their place in model.yaml, to the character', () => {
    const yaml = (rules: string) => `sluice: 1
model: rents
task: binary-classification
data:
  target: let
  ignore: [row]
  columns: { price: { type: number }, plan: { type: category, values: [a, b] } }
  rules: ${rules}
training: { algorithm: xgboost }
stages: { production: {} }
`;
    const places = (rules: string) => {
      const parsed = parseManifestYaml(yaml(rules));
      return 'issues' in parsed
        ? parsed.issues.map(({ code, message, at }) => [code, message, at?.line, at?.column, at?.length])
        : [];
    };
    expect(places('[price > 1, other == 2]')).toEqual([]);
    expect(places(`["price > 1", "plan == 'c'"]`)).toEqual([
      ['manifest/bad-rule', "data.rules[1], character 9: plan is never 'c'", 8, 33, 3],
    ]);
    expect(places('\n    - price = 1\n    - row > 1')).toEqual([
      ['manifest/bad-rule', 'data.rules[0], character 7: = is not known in rules', 9, 13, 1],
      ['manifest/bad-rule', 'data.rules[1], character 1: column row is left out by data.ignore', 10, 7, 3],
    ]);
  });
});

test('of rows with the same value in a unique column the first is kept; missing cells do not repeat', async () => {
  const columns = { price: { type: 'integer', unique: true } };
  const numbered = (row: string[], i: number) =>
    row.with(3, i === 20 || i === 30 ? '7' : i === 40 || i === 50 ? '' : String(i));
  const { outcome, rejects } = await checked({ columns }, numbered);
  expect(outcome).toMatchObject({ outcome: 'accepted', dataset: { rows: 198, rejected: 2 } });
  expect(rejects).toEqual(['22,price,repeated-value,7', '32,price,repeated-value,7']);
});

test.each([
  [0.05, 10, 'accepted'],
  [0.05, 11, 'refused'],
  [0, 1, 'refused'],
])('with maxNullShare %d, %d missing cells of 200 are %s', async (maxNullShare, missing, wanted) => {
  const columns = { price: { type: 'integer', maxNullShare } };
  const { outcome } = await checked({ columns }, cell(3, [...Array(missing).keys()], ''));
  expect(outcome.outcome).toBe(wanted);
  if (wanted === 'refused')
    expect(outcome).toMatchObject({
      refusal: { code: 'too-many-nulls', findings: [{ column: 'price', rule: 'too-many-nulls', count: missing }] },
    });
});

test.each([
  [200, 'accepted'],
  [201, 'refused'],
])('200 rows where minRows is %d are %s', async (minRows, wanted) => {
  const { outcome } = await checked({ minRows });
  expect(outcome.outcome).toBe(wanted);
  if (wanted === 'refused') expect(outcome).toMatchObject({ refusal: { code: 'too-few-rows', rows: 200 } });
});

test('what may be ordinary change is told, refused where the manifest says so, and told again once it was accepted', async () => {
  const first = await checked({});
  const known: Partial<CheckUpload> = {
    schema: DatasetSchema.parse(JSON.parse(first.file('schema/schema.json'))),
    previousProfile: Profile.parse(JSON.parse(first.file('profile.json'))),
  };
  const fewer = (row: string[], i: number) => (i % 3 ? row : row.with(3, ''));
  const warned = await checked({}, fewer, known);
  expect(warned.outcome.outcome).toBe('accepted');
  expect(warned.file('report.json')).toContain('null-share');
  const refused = await checked({ changes: 'refuse' }, fewer, known);
  expect(refused.outcome).toMatchObject({
    refusal: {
      code: 'distribution-changed',
      // Prices that are gone leave rows alike, which is told too.
      findings: [
        { rule: 'repeated-rows', severity: 'refuse' },
        { column: 'price', rule: 'null-share', severity: 'refuse' },
      ],
    },
  });
  const accepted = await checked({ changes: 'refuse' }, fewer, { ...known, changeAccepted: true });
  expect(accepted.outcome.outcome).toBe('accepted');
  expect(accepted.file('report.json')).toContain('null-share');
});

test('a unique column of which only a part was looked at is told of', () => {
  const rules = [
    { name: 'whole', type: 'text' as const, required: false, unique: true as const },
    { name: 'many', type: 'text' as const, required: false, unique: true as const },
    { name: 'free', type: 'text' as const, required: false },
  ];
  const [whole, many] = [repeats(), repeats(2 ** 11)];
  for (let i = 0; i < 5000; i++) many.add(`C-${i}`);
  const found = uniqueInPart(rules, [
    { name: 'whole', before: whole },
    { name: 'many', before: many },
  ]);
  expect(found.map(({ column, severity, seen }) => [column, severity, seen])).toEqual([
    ['many', 'warn', 'too many different values to remember: 1 in 4 was looked at'],
  ]);
});
