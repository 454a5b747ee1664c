/** `sluice drift compare`: two files, or a profile and a file, and no platform is asked for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Profile } from '../../../lib/core/contracts/profile.ts';
import { DriftComparison } from '../../../lib/core/drift/compare/document.ts';
import { storedBaseline } from '../../../lib/core/drift/stored/baseline.ts';
import { file, radius } from '../core/drift/compare/_files.ts';
import { sluice } from './_run.ts';

function written(): { folder: string; before: string; now: string; same: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-compare-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  return {
    folder,
    before: write('before.csv', file('before')),
    same: write('same.csv', file('same')),
    now: write(
      'now.csv',
      file(
        'now',
        radius('now', (value, row) => (row % 5 === 0 ? '' : value + 2)),
      ),
    ),
  };
}

it('says the verdict first, then what changed in numbers a person knows', async () => {
  const { before, now, same } = written();
  const found = await sluice('drift', 'compare', before, now);
  expect(found).toMatchObject({ code: 0, err: '' });
  expect(found.out).toMatch(/^Drift: 1 of 4 columns changed\n/);
  expect(found.out).toMatch(/^radius +empty cells +0 % +20 % +0.2 +0.01 +a source that failed/m);
  expect(found.out).toMatch(/^ +values +median 1\d\.?\d* +median 1\d/m);
  expect((await sluice('drift', 'compare', before, same, '--check')).code).toBe(0);
  expect((await sluice('drift', 'compare', before, same)).out).toMatch(/^No drift in 4 columns\n/);
});

it('with --check drift is 5, on stdout as one document too', async () => {
  const { before, now } = written();
  const { code, out, err } = await sluice('drift', 'compare', before, now, '--check', '--json');
  expect(code).toBe(5);
  expect(err).toMatch(/now\.csv has drifted from .*before\.csv/);
  const { exitCode, ...document } = JSON.parse(out) as Record<string, unknown>;
  expect(exitCode).toBe(5);
  expect(DriftComparison.parse(document).outcome).toBe('drift');
});

it('takes the profile of what it was in its place', async () => {
  const { folder, before, now } = written();
  const profile = path.join(folder, 'profile.json');
  writeFileSync(profile, (await sluice('data', 'profile', before, '--json')).out);
  expect((await sluice('drift', 'compare', profile, now)).out).toMatch(/^Drift: 1 of 4 columns changed\n/);
  const back = await sluice('drift', 'compare', now, profile);
  expect(back.code).toBe(2);
  expect(back.err).toMatch(/is a stored summary, and has no rows to compare\n {2}mend: name it first/);
});

it('takes the baseline of a version in the place of its data', async () => {
  const { folder, before, now, same } = written();
  const baseline = path.join(folder, 'baseline.json');
  const profile = Profile.parse(JSON.parse((await sluice('data', 'profile', before, '--json')).out));
  const stored = storedBaseline(profile, [], {});
  writeFileSync(baseline, JSON.stringify(stored, null, 1));
  expect((await sluice('drift', 'compare', baseline, now)).out).toMatch(/^Drift: 1 of 4 columns changed\n/);
  expect((await sluice('drift', 'compare', baseline, same)).out).toMatch(/^No drift in 4 columns\n/);
  const [first, ...rest] = stored.columns;
  writeFileSync(baseline, JSON.stringify({ ...stored, columns: [{ ...first, counts: 'gA==' }, ...rest] }));
  expect(await sluice('drift', 'compare', baseline, now)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/baseline.json is no baseline: \w+: it ends within a number\n {2}mend: copy it again/),
  });
  writeFileSync(baseline, JSON.stringify({ ...stored, rows: -1 }));
  expect((await sluice('drift', 'compare', baseline, now)).err).toMatch(/is no baseline: rows: /);
});

it('leaves out what a manifest leaves out', async () => {
  const { folder, before, now } = written();
  const manifest = path.join(folder, 'model.yaml');
  writeFileSync(
    manifest,
    `sluice: 1
model: tumour
task: binary-classification
data: { target: side, id: patient, ignore: [radius] }
training: { algorithm: xgboost }
stages: { production: {} }
`,
  );
  const { out } = await sluice('drift', 'compare', before, now, '--manifest', manifest);
  expect(out).toMatch(/^No drift in 2 columns\n/);
});

it('writes its page, and knows nothing of stages', async () => {
  const { folder, before, now } = written();
  const page = path.join(folder, 'page.html');
  expect((await sluice('drift', 'compare', before, now, '--html', page)).err).toBe(`report: ${page}\n`);
  expect(readFileSync(page, 'utf8')).toContain('<b class="bad">Drift:</b> 1 of 4 columns changed');
  const { code, err } = await sluice('drift', 'compare', before, now, '--stage', 'production');
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/--stage is about a stage/) });
});

it('says why there is little to compare: other columns, rows of another form, one row', async () => {
  const { folder, before } = written();
  const compared = async (text: string): Promise<string> => {
    const current = path.join(folder, 'current.csv');
    writeFileSync(current, text);
    const { code, out, err } = await sluice('drift', 'compare', before, current);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out;
  };
  const header = readFileSync(before, 'utf8').split('\n', 1)[0] ?? '';
  expect(await compared('x,y\n1,2\n')).toMatch(
    /no column is in both: is this the file that was meant.*\n {2}new columns: x, y\n/,
  );
  const ragged = await compared(`${header}\n1\n1,2\n`);
  expect(ragged).toMatch(/^Not enough data: .* and 0 now, at least 200 each are needed\n/);
  expect(ragged).toMatch(/^ {2}\S*current\.csv: 2 rows are set aside for wrong cell count, first in line 2$/m);
  expect(ragged).not.toContain('no column is in both');
  const cells = header.split(',').map(() => '1');
  expect(await compared(`${header}\n${cells}\n`)).toMatch(/current\.csv \(1 row\)$/m);
});

it.each([
  ['no file', 'missing.csv', /^there is no file .*\n {2}mend: name a data file/],
  ['a folder', '.', /is a folder, not a file\n {2}mend: name a data file/],
  ['no rows', 'head.csv', /^\S*head\.csv: The file holds no rows of data\.\n {2}mend: export the file again\n$/],
  ['no text', 'binary.csv', /binary\.csv: the header cannot be read .*\n {2}mend: save it as CSV in UTF-8/],
  ['nothing', 'empty.csv', /empty\.csv: the file is empty\n {2}mend: write it as CSV with a header and rows/],
])('a file that is %s is told with its mend, on either side', async (_, name, told) => {
  const { folder, before } = written();
  writeFileSync(path.join(folder, 'head.csv'), 'a,b\n');
  writeFileSync(path.join(folder, 'binary.csv'), Buffer.from([0x61, 0xff, 0xfe, 0x00, 0x2c, 0x80, 0x0a]));
  writeFileSync(path.join(folder, 'empty.csv'), '');
  const wrong = path.join(folder, name);
  for (const pair of [[before, wrong] as const, [wrong, before] as const]) {
    const { code, out, err } = await sluice('drift', 'compare', ...pair);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(told) });
  }
});

it('lists in its help what means something between files, and refuses the rest', async () => {
  const { out } = await sluice('drift', 'compare', '--help');
  expect(out).toContain('--manifest');
  expect(out).toContain('--platform');
  expect(out).not.toMatch(/--(stage|trend|days|at|from|to|timeout)\b/);
  const { before, now } = written();
  for (const option of [['--trend'], ['--days', '3'], ['--at', '2026-11-21T12:00:00Z']])
    expect(await sluice('drift', 'compare', before, now, ...option)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is about a stage, and two files have none\n {2}mend: leave --/),
    });
});
