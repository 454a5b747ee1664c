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
