/** `sluice data ...`: a data file is checked and described here, and no target is ever opened for it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { storedName } from '../../../lib/cli/data/stored.ts';
import { main } from '../../../lib/cli/main.ts';
import { DataDiff } from '../../../lib/core/contracts/data-diff.ts';
import { Profile } from '../../../lib/core/contracts/profile.ts';
import { normal, sample } from '../core/drift/profile.ts';
import { sluice } from './_run.ts';

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'sluice-data-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Writes files into a new folder. @returns their paths, in order */
function written(...contents: readonly string[]): string[] {
  const made = folder();
  return contents.map((content, i) => {
    const file = path.join(made, `file-${i}.csv`);
    writeFileSync(file, content);
    return file;
  });
}

/** Patients, with what their radius is multiplied by. */
function patients(seed: string, factor = 1, rows = 400): string {
  const next = normal(seed);
  const lines = sample(rows, () => 13 + 3 * next()).map(
    (radius, i) => `P${i},${(radius * factor).toFixed(3)},${i % 3 === 0 ? 'left' : 'right'},${i % 4 === 0 ? 1 : 0}`,
  );
  return `patient,radius,side,ill\n${lines.join('\n')}\n`;
}

const MANIFEST = `sluice: 1
model: tumour
task: binary-classification
data:
  target: ill
  id: patient
  columns:
    radius: { type: number, max: 18 }
training: { algorithm: xgboost }
stages:
  production: {}
`;

describe('sluice data check', () => {
  it('accepts what is as before, and says what is worth a look', async () => {
    const [now = '', before = ''] = written(patients('now'), patients('before'));
    const { code, out, err } = await sluice('data', 'check', now, '--against', before);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Accepted: all 400 rows\n/);
    expect(out).toMatch(/Worth a look:\n {2}patient names rows/);
  });

  it('refuses a change of unit with 5, the verdict first, in words of the trade', async () => {
    const [now = '', before = ''] = written(patients('now', 10), patients('before'));
    const { code, out, err } = await sluice('data', 'check', now, '--against', before);
    expect(code).toBe(5);
    expect(out).toMatch(/^Refused: .*\(unit-change\)\n/);
    expect(out).toMatch(/radius +unit-change\n +expected .*\n +seen .*about 10 times larger\n/);
    expect(out).toContain('millimetres instead of centimetres?');
    expect(err).toContain('is refused: unit-change');
  });

  it('compares with a stored profile as with the file it was made of', async () => {
    const [now = '', before = ''] = written(patients('now', 10), patients('before'));
    const profile = path.join(path.dirname(now), 'profile.json');
    writeFileSync(profile, (await sluice('data', 'profile', before, '--json')).out);
    const stored = JSON.parse((await sluice('data', 'check', now, '--against', profile, '--json')).out);
    const direct = JSON.parse((await sluice('data', 'check', now, '--against', before, '--json')).out);
    expect(stored).toEqual(direct);
    expect(stored).toMatchObject({ verdict: 'refused', refusal: { code: 'unit-change' }, kept: 400, exitCode: 5 });
  });

  it('holds the rows against a manifest, shows cells with their lines, and writes what is set aside', async () => {
    const rows = patients('now')
      .replace(/^P7,[^,]*/m, 'P7,n/a')
      .replace(/^P9,[^,]*/m, 'P9,99\u001b[31m');
    const [file = '', manifest = ''] = written(rows, MANIFEST);
    const rejects = path.join(path.dirname(file), 'rejects.csv');
    const { code, out } = await sluice('data', 'check', file, '--manifest', manifest, '--rejects', rejects);
    expect(code).toBe(5);
    expect(out).toMatch(/^Refused: More rows break the contract than the manifest allows/);
    expect(out).toContain('9 "n/a"');
    expect(out).not.toContain('\u001b');
    const set = readFileSync(rejects, 'utf8').trim().split('\n');
    expect(set[0]).toMatch(/^line,column,reason/);
    expect(set.slice(1).filter((line) => line.startsWith('9,radius,not-a-number'))).toHaveLength(1);
    const told = JSON.parse((await sluice('data', 'check', file, '--manifest', manifest, '--json')).out);
    expect(told.kept + told.rejected).toBe(400);
    expect(told.rejected).toBe(new Set(set.slice(1).map((line) => line.split(',')[0])).size);
  });

  it('holds both files by the manifest, with its words for missing cells and its target', async () => {
    const worded = (seed: string) => patients(seed).replaceAll(/^(P\d*3),[^,]*/gm, '$1,?');
    const manifest = MANIFEST.replace('max: 18', 'max: 100').replace('  columns:', '  nulls: ["?"]\n  columns:');
    const [now = '', before = '', yaml = ''] = written(worded('now'), worded('before'), manifest);
    const { code, out } = await sluice('data', 'check', now, '--manifest', yaml, '--against', before, '--json');
    expect({ code, told: JSON.parse(out) }).toMatchObject({
      code: 0,
      told: {
        verdict: 'accepted',
        kept: 400,
        rejected: 0,
        warnings: [],
        dataset: expect.stringMatching(/^rows-sha256-v2:/),
      },
    });
    const [other = ''] = written('a,b\n1,2\n');
    const wrong = await sluice('data', 'check', now, '--manifest', yaml, '--against', other);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/The target column is not in the file/) });
  });

  it.each<[string, string, RegExp]>([
    ['another delimiter in the header', 'a b c\n1 2 3\n', /Refused: The columns of the file.*Missing: patient/s],
    ['a workbook', 'PK\u0003\u0004', /Refused: The file cannot be read.*Excel/s],
    ['no row', 'patient,radius,side,ill\n', /Refused: The file holds no rows/],
    ['a cut file', patients('x').slice(0, -12), /Refused: The file cannot be read.*in the middle of line 401/s],
  ])('refuses %s with 5', async (_, content, message) => {
    const [file = '', before = ''] = written(content, patients('before'));
    const { code, out } = await sluice('data', 'check', file, '--against', before);
    expect({ code, out }).toEqual({ code: 5, out: expect.stringMatching(message) });
  });

  it.each<[string, string[], RegExp]>([
    ['no such file', ['/no/such.csv'], /there is no file \/no\/such.csv/],
    ['no such reference', ['FILE', '--against', '/no/such.csv'], /there is no file/],
    ['a folder', [os.tmpdir()], /is a folder, not a file\n {2}mend: name a data file/],
    ['a name with a slip', ['FILEx'], /there is no file .*\n {2}mend: .*\.csv\?/],
    ['a manifest with faults', ['FILE', '--manifest', 'FILE'], /error manifest\//],
    ['a reference that is no profile', ['FILE', '--against', 'STORED'], /is no profile: .*\n.*sluice data profile/],
    ['rejects that cannot be written', ['FILE', '--rejects', '/no/such/folder/x.csv'], /cannot be written/],
  ])('answers %s with 2', async (_, args, message) => {
    const [file = '', profile = ''] = written(patients('x'), '{"v":1,"rows":-1}');
    const { code, out, err } = await sluice(
      'data',
      'check',
      ...args.map((arg) => arg.replace('FILE', file).replace('STORED', profile)),
    );
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
  });
});

describe('sluice data profile', () => {
  it('prints a line a column', async () => {
    const [file = ''] = written(patients('x'));
    const { code, out } = await sluice('data', 'profile', file);
    expect(code).toBe(0);
    expect(out).toMatch(/: 400 rows, 4 columns\n/);
    expect(out).toMatch(/^radius +number +- +\d+ +\S+ +1[23](\.\d+)? +\S+ +[▁-█ ]+$/m);
    expect(out).toMatch(/^side +category +- +2 +right 66\.5 %, left 33\.5 %$/m);
    expect(out).not.toContain('P7');
  });

  it('answers programs with the profile', async () => {
    const [file = ''] = written(patients('x'));
    const profile = Profile.parse(JSON.parse((await sluice('data', 'profile', file, '--json')).out));
    expect(profile.rows).toBe(400);
    expect(profile.columns.map(({ name }) => name)).toEqual(['patient', 'radius', 'side', 'ill']);
  });

  it('says of a file that is none what it is, with 2', async () => {
    const [file = ''] = written('PK\u0003\u0004');
    const { code, err } = await sluice('data', 'profile', file);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/Excel.*\n +mend: /) });
  });
});

describe('sluice data diff', () => {
  const changed = patients('x')
    .replace(/^(P7,[^,]*),right/m, '$1,\u001b[31mup')
    .replace(/^P9,.*\n/m, '')
    .concat('P999,13,left,0\n');

  it('names columns by effect and rows by line', async () => {
    const [a = '', b = ''] = written(patients('x'), changed);
    const { code, out } = await sluice('data', 'diff', a, b, '--id', 'patient');
    expect(code).toBe(0);
    expect(out).toMatch(/^Changed: 2 of 4 columns differ\n/);
    expect(out).toContain('Rows: 1 changed, 1 added, 1 removed, 398 equal; matched by patient.');
    expect(out).toMatch(/changed {2}line 9 before, line 9 after {2}P7 {2}side: "right" -> ".*up"/);
    expect(out).toMatch(/removed {2}line 11 before {2}P9\n/);
    expect(out).not.toContain('\u001b');
  });

  it('ends with 5 on a difference only when it is to check', async () => {
    const [a = '', b = '', same = ''] = written(patients('x'), changed, patients('x').replaceAll('\n', '\r\n'));
    expect((await sluice('data', 'diff', a, b, '--check')).code).toBe(5);
    const equal = await sluice('data', 'diff', a, same, '--check');
    expect(equal).toMatchObject({ code: 0, out: expect.stringMatching(/^Equal: the same 400 rows/) });
  });

  it('answers programs with the document, also for profiles alone, and writes the page', async () => {
    const [a = '', b = ''] = written(patients('x'), changed);
    const profile = path.join(path.dirname(a), 'a.json');
    writeFileSync(profile, (await sluice('data', 'profile', a, '--json')).out);
    const html = path.join(path.dirname(a), 'diff.html');
    const { code, out, err } = await sluice('data', 'diff', profile, b, '--json', '--html', html);
    expect({ code, err }).toEqual({ code: 0, err: `report: ${html}\n` });
    const diff = DataDiff.parse(JSON.parse(out));
    expect(diff).toMatchObject({ verdict: 'changed', before: { rows: 400 }, after: { rows: 400 } });
    expect(diff.rows).toBeUndefined();
    expect(readFileSync(html, 'utf8')).toContain('Columns that differ');
  });

  it('says that a column to match by is not there, with 2', async () => {
    const [a = '', b = ''] = written(patients('x'), changed);
    const { code, err } = await sluice('data', 'diff', a, b, '--id', 'name');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/has no column "name"\n +mend: /) });
  });
});

describe('sluice data diff of stored datasets', () => {
  it.each([
    ['churn@3', { model: 'churn', version: 3 }],
    ['churn@v3', { model: 'churn', version: 3 }],
    ['churn@01JD8Y0B', { model: 'churn', run: '01JD8Y0B' }],
    ['churn@', undefined],
    ['Churn@3', undefined],
    ['a@b@3', undefined],
    ['data/churn@3.csv', undefined],
  ])('%s', (text, name) => {
    expect(storedName(text)).toEqual(name);
  });

  it.each<[string[], RegExp]>([
    [['churn@1', 'FILE'], /churn@1 is a dataset of a platform, and .*csv is not\n +mend: /],
    [['churn@1', 'churn@2', '--id', 'a'], /without reading their rows\n +mend: leave --id out/],
  ])('refuses %s before a platform is asked', async (args, message) => {
    const [file = ''] = written(patients('x'));
    const { code, err } = await sluice('data', 'diff', ...args.map((arg) => arg.replace('FILE', file)));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  });
});

describe('sluice data sql', () => {
  it('prints statements over the columns of a file, of its profile, and of a schema', async () => {
    const schema = {
      v: 1,
      task: 'binary-classification',
      columns: [{ name: 'radius', type: 'number' }],
      target: { name: 'ill', type: 'integer', labels: ['0', '1'] },
    };
    const [file = '', stored = ''] = written(patients('x'), JSON.stringify(schema));
    const profile = path.join(path.dirname(file), 'profile.json');
    writeFileSync(profile, (await sluice('data', 'profile', file, '--json')).out);
    const of = async (source: string, ...more: string[]) => {
      const { code, out, err } = await sluice('data', 'sql', source, '--table', 'raw.patients', ...more);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return out;
    };
    const fromFile = await of(file);
    expect(fromFile).toMatch(/FROM "raw"\."patients"[\s\S]*;\n$/);
    expect(await of(profile)).toBe(fromFile);
    expect(await of(stored)).toContain('"radius"');
    expect(await of(stored)).not.toContain('"side"');
    const [statement] = JSON.parse(await of(profile, '--bins', '--json'));
    expect(statement.columns.find(({ column }: { column: string }) => column === 'radius').number.bins).toBeTruthy();
  });

  it.each<[string[], RegExp]>([
    [['FILE', '--table', 'a..b'], /a\.\.b is no name of a table\n +mend: /],
    [['FILE'], /required option '--table <name>'/],
  ])('refuses %s', async (args, message) => {
    const [file = ''] = written('Name,name\n1,2\n');
    const { code, err } = await sluice('data', 'sql', ...args.map((arg) => arg.replace('FILE', file)));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  });

  it('says that names which differ in case only are one to Athena', async () => {
    const [file = ''] = written('Name,name\n1,2\n');
    const { code, err } = await sluice('data', 'sql', file, '--table', 't');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/columns Name and name are one to Athena/) });
  });
});

describe('pages of local files', () => {
  it.each([
    ['check', 'Accepted:'],
    ['profile', 'Profile</b> of all 400 rows'],
  ])('%s writes one', async (command, verdict) => {
    const [file = ''] = written(patients('x'));
    const html = path.join(path.dirname(file), 'page.html');
    const { code, err } = await sluice('data', command, file, '--html', html);
    expect({ code, err }).toEqual({ code: 0, err: `report: ${html}\n` });
    const page = readFileSync(html, 'utf8');
    expect(page).toContain(verdict);
    expect(page).toMatch(/<title>radius: median 1[23]/);
    expect(page).not.toContain('P7');
  });

  it('a refused file has its page too, before the exit code says so', async () => {
    const [now = '', before = ''] = written(patients('now', 10), patients('before'));
    const html = path.join(path.dirname(now), 'page.html');
    expect((await sluice('data', 'check', now, '--against', before, '--html', html)).code).toBe(5);
    expect(readFileSync(html, 'utf8')).toMatch(/Refused:[\s\S]*Why it is refused[\s\S]*millimetres/);
  });
});

describe('every look at a file', () => {
  let file: string;
  beforeAll(() => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'sluice-data-'));
    file = path.join(made, 'some.csv');
    writeFileSync(file, patients('x'));
    return () => rmSync(made, { recursive: true });
  });

  it.each([
    ['check', []],
    ['profile', []],
  ])('%s opens no platform and says no target', async (command) => {
    const { PassThrough } = await import('node:stream');
    const streams = { out: new PassThrough(), err: new PassThrough() };
    let opened = 0;
    const open = () => {
      opened += 1;
      return Promise.reject(new Error('a platform was opened'));
    };
    expect(await main(['data', command, file], { streams, open })).toBe(0);
    expect(opened).toBe(0);
    expect(String(streams.err.read() ?? '')).toBe('');
    expect(existsSync(file)).toBe(true);
  });
});
