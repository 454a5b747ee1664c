import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { draftManifest } from '../../../../lib/core/contracts/manifest/draft.ts';
import { parseManifestYaml } from '../../../../lib/core/contracts/manifest/yaml.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { draftOf } from '../../../../lib/core/data/survey/draft.ts';
import { type Choices, type Proposal, propose } from '../../../../lib/core/data/survey/proposal.ts';
import { type FileSurvey, type SurveyLimits, surveyFile } from '../../../../lib/core/data/survey/survey.ts';
import { gateFault } from '../../../../lib/core/evaluation/gates.ts';
import { runs } from '../../../_properties.ts';
import { byteSource } from './bytes.ts';
import { generator } from './tables.ts';

const survey = async (text: string, limits?: SurveyLimits): Promise<FileSurvey> =>
  surveyFile(await openTable(byteSource(text), formats), limits);

const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;

/** 200 rents: a row number, a day, hours, two parts of the target, and a flag. */
function rents(): string {
  const random = generator(7);
  const rows = Array.from({ length: 200 }, (_, i) => {
    const [casual, registered] = [Math.floor(random() * 60), Math.floor(random() * 200)];
    const day = String(1 + (i % 28)).padStart(2, '0');
    return [i + 1, `2011-01-${day}`, i % 24, i % 2, random().toFixed(3), casual, registered, casual + registered];
  });
  return csv(['instant', 'day', 'hour', 'holiday', 'temp', 'casual', 'registered', 'cnt'], rows);
}

/** 200 customers: a key, blank charges, labels in words, and traps. */
function customers(): string {
  const random = generator(3);
  const rows = Array.from({ length: 200 }, (_, i) => {
    const left = random() < 0.3;
    const charges = i % 40 === 0 ? ' ' : (20 + random() * 80).toFixed(2);
    const age = i % 10 === 0 ? 'NA' : 20 + (i % 50);
    return [
      `C-${i}`,
      charges,
      age,
      i % 3 ? '?' : 'pro',
      'eu',
      left ? 'closed' : 'open',
      `mail ${i}`,
      left ? 'Yes' : 'No',
    ];
  });
  return csv(['customerID', 'TotalCharges', 'age', 'plan', 'region', 'account', 'contact', 'Churn'], rows);
}

async function proposalOf(text: string, hint: string, choices: Choices = {}): Promise<Proposal> {
  return propose(await survey(text), hint, choices);
}

describe('a survey of a file', () => {
  test('counts what is filled, blank and different, column by column', async () => {
    const { rows, columns, whole } = await survey('\ufeff"a";b\n1; \n2;x\n2;x\nlonely\n');
    expect({ rows, whole }).toEqual({ rows: 3, whole: true });
    expect(columns).toMatchObject([
      { name: 'a', type: 'integer', filled: 3, missing: 0, distinct: 2, min: 1, max: 2, counting: false },
      { name: 'b', type: 'category', filled: 2, missing: 1, distinct: 1, levels: [{ value: 'x', count: 2 }] },
    ]);
  });

  test('reads no more of a large file than it may, in bounded memory', async () => {
    const part = new TextEncoder().encode(`${'1,2\n'.repeat(1000)}`);
    let given = 0;
    const endless = async function* () {
      yield new TextEncoder().encode('a,b\n');
      for (;;) {
        given += part.length;
        yield part;
      }
    };
    const found = await surveyFile(await openTable({ size: 0, stream: endless }, formats), {
      bytes: 100_000,
      cells: 2000,
    });
    expect(found.whole).toBe(false);
    expect(given).toBeLessThan(300_000);
    expect(found.rows).toBeGreaterThan(20_000);
    expect(found.sample.length).toBeLessThanOrEqual(1000);
    expect(found.sample.length).toBeGreaterThan(200);
  });

  test('samples rows without a rhythm: each hour of a day is there as often', async () => {
    const { sample } = await survey(
      csv(
        ['hour'],
        Array.from({ length: 24_000 }, (_, i) => [i % 24]),
      ),
      {
        bytes: 1e9,
        cells: 4000,
      },
    );
    const hours = Array.from({ length: 24 }, (_, hour) => sample.filter(([cell]) => cell === String(hour)).length);
    expect(Math.min(...hours)).toBeGreaterThan((sample.length / 24) * 0.6);
    expect(Math.max(...hours)).toBeLessThan((sample.length / 24) * 1.5);
  });
});

describe('a proposal', () => {
  test('for a count of rents: the last column, the row number as id, and its two parts left out', async () => {
    const { target, task, id, ignore, remarks } = await proposalOf(rents(), 'bikes');
    expect([target.value, task.value, id?.value]).toEqual(['cnt', 'regression', 'instant']);
    expect(ignore).toEqual([
      { value: 'casual', why: 'gives the target away: casual + registered = cnt' },
      { value: 'registered', why: 'gives the target away: registered + casual = cnt' },
    ]);
    expect([...remarks.keys()]).toEqual(['day', 'hour', 'holiday', 'temp']);
    expect(remarks.get('day')?.[0]).toMatch(/^a time/);
  });

  test('for customers: the column named like the model, the key as id, and what tells the label left out', async () => {
    const { target, task, id, ignore, nulls, remarks } = await proposalOf(customers(), 'churn');
    expect([target.value, task.value, id?.value]).toEqual(['Churn', 'binary-classification', 'customerID']);
    expect(task.why).toMatch(/scores are of "Yes"/);
    expect(ignore.map(({ value }) => value)).toEqual(['account', 'contact']);
    expect(ignore[0]?.why).toMatch(/tells Churn in 100 % of the rows/);
    expect(ignore[1]?.why).toMatch(/another id/);
    expect(nulls).toEqual([
      { value: '?', why: '133 cells of plan' },
      { value: 'NA', why: '20 cells of age' },
    ]);
    expect(remarks.get('age')).toEqual([]);
    expect(remarks.get('plan')).toEqual([]);
    expect(remarks.get('region')?.[0]).toMatch(/^CONSTANT/);
    expect(remarks.get('TotalCharges')).toEqual([]);
  });

  test('takes the choices that are made', async () => {
    const { target, id, ignore, remarks } = await proposalOf(rents(), 'bikes', {
      target: 'holiday',
      id: null,
      ignore: ['instant'],
    });
    expect([target.value, id, ignore.map(({ value }) => value)]).toEqual(['holiday', undefined, ['instant']]);
    expect(remarks.has('casual')).toBe(true);
  });

  test.each<[string, Choices, RegExp]>([
    ['a target that is not there', { target: 'Cnt' }, /no column "Cnt"/],
    ['a target of many words', { target: 'day' }, /cannot be a target: it is timestamp/],
    ['two classes of a number', { target: 'temp', task: 'binary-classification' }, /a binary classification has two/],
    ['an id that is the target', { id: 'cnt', target: 'cnt' }, /"cnt" is the target/],
    ['to ignore the target', { ignore: ['cnt'], target: 'cnt' }, /"cnt" is the target/],
    [
      'to ignore everything',
      { ignore: ['instant', 'day', 'hour', 'holiday', 'temp', 'casual', 'registered'] },
      /no column is left/,
    ],
  ])('refuses %s, and says what to do', async (_, choices, message) => {
    const error = await proposalOf(rents(), 'bikes', choices).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'NoProposal', message: expect.stringMatching(message) });
    expect((error as { mend: string }).mend.length).toBeGreaterThan(10);
  });

  test('sees copies, differences and near copies of a number', async () => {
    const random = generator(5);
    const rows = Array.from({ length: 300 }, () => {
      const [gross, cost] = [random() * 1000, random() * 500];
      const net = gross - cost;
      return [
        gross.toFixed(4),
        cost.toFixed(4),
        net.toFixed(4),
        (net * 2 + random()).toFixed(3),
        random(),
        net.toFixed(4),
      ];
    });
    const { ignore } = await proposalOf(csv(['gross', 'cost', 'again', 'twice', 'noise', 'net'], rows), 'x', {
      target: 'net',
    });
    expect(ignore.map(({ value, why }) => [value, why.split(':')[0]?.split('?')[0]])).toEqual([
      ['gross', 'gives the target away'],
      ['cost', 'gives the target away'],
      ['again', 'gives the target away'],
      ['twice', 'gives the target away'],
    ]);
  });

  test('calls nothing a leak that is merely good', async () => {
    const random = generator(11);
    const rows = Array.from({ length: 400 }, () => {
      const size = random() * 100;
      return [size.toFixed(2), (size + random() * 40).toFixed(2), size + random() * 30 > 60 ? 'yes' : 'no'];
    });
    expect((await proposalOf(csv(['size', 'price', 'sold'], rows), 'x', { target: 'price' })).ignore).toEqual([]);
    expect((await proposalOf(csv(['size', 'price', 'sold'], rows), 'x', { target: 'sold' })).ignore).toEqual([]);
  });
});

describe('the manifest that is drafted', () => {
  const drafted = (found: FileSurvey, hint: string) =>
    draftManifest(draftOf({ model: hint, fileName: 'data.csv', survey: found, proposal: propose(found, hint) }));

  test('is accepted, and says what was seen and why', async () => {
    const text = drafted(await survey(customers()), 'churn');
    const parsed = parseManifestYaml(text, { validateGates: gateFault });
    expect(parsed).toMatchObject({
      manifest: { model: 'churn', data: { target: 'Churn', id: 'customerID', ignore: ['account', 'contact'] } },
    });
    expect(text).toContain('# From data.csv: 200 rows, 8 columns');
    expect(text).toMatch(/TotalCharges: \{ type: number \} {3}# .*; 5 cells blank, read as missing/);
    expect(text).toMatch(/id: customerID {3}# every row has a value of its own/);
    expect(text).not.toMatch(/mail 1|C-17/);
  });

  test('is accepted whatever the columns are called', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        'yes',
        'null',
        '1',
        '#x',
        'a: b',
        '- a',
        '{a',
        "it's",
        '\\',
        '&a',
        '*b',
        '!c',
        '%',
        '@',
        '`',
        '2011-01-01',
        '~',
        '\u0007bell',
        'y',
        '=',
        'a #b',
        '\u2028',
        'constructor',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 3, maxLength: 5, selector: (text) => text.trim() }),
        async (names) => {
          const usable = names.map((text) => text.trim()).filter((text) => text !== '' && text !== '__proto__');
          fc.pre(usable.length >= 3);
          const cells = Array.from({ length: 30 }, (_, i) =>
            usable.map((_name, at) => String((i * (at + 2)) % (at + 2 + 5))),
          );
          const quoted = usable.map((text) => `"${text.replaceAll('"', '""')}"`);
          const found = await survey(csv(quoted, cells));
          const target = usable.at(-1) ?? '';
          const proposal = propose(found, 'm', { target });
          const parsed = parseManifestYaml(
            draftManifest(draftOf({ model: 'm', fileName: 'a\nb.csv', survey: found, proposal })),
          );
          expect(parsed).toMatchObject({ manifest: { data: { target } } });
          if ('issues' in parsed) return;
          const { columns, ignore = [], id } = parsed.manifest.data;
          expect([...Object.keys(columns), ...ignore, target, ...(id ? [id] : [])].sort()).toEqual([...usable].sort());
        },
      ),
      { numRuns: runs(60) },
    );
  });
});
