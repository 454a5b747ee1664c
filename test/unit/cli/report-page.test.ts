import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXIT } from '../../../lib/cli/exit-codes.ts';
import { showPage } from '../../../lib/cli/report-page.ts';
import { sluice } from './_run.ts';

let folder: string;
let said: string[];
const out = { say: (text: string) => void said.push(text) };
const page = { name: 'churn.html', text: () => '<!doctype html>' };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-page-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes nothing that was not asked for', async () => {
  await showPage(out, {}, { name: 'x', text: () => expect.fail('rendered') });
  expect(said).toEqual([]);
});

it('writes the page where it is wanted and says where', async () => {
  const file = path.join(folder, 'report.html');
  await showPage(out, { html: file }, page);
  expect(readFileSync(file, 'utf8')).toBe('<!doctype html>');
  expect(said).toEqual([`report: ${file}`]);
});

it('shows a page in a file of its own', async () => {
  const shown: string[] = [];
  await showPage(out, { open: true }, page, async (file) => void shown.push(file));
  const [file = ''] = shown;
  expect(path.basename(file)).toBe('churn.html');
  expect(readFileSync(file, 'utf8')).toBe('<!doctype html>');
  rmSync(path.dirname(file), { recursive: true });
});

it('says what to do when there is no browser, or no folder', async () => {
  const file = path.join(folder, 'report.html');
  const none = () => Promise.reject(new Error('spawn xdg-open ENOENT'));
  await expect(showPage(out, { html: file, open: true }, page, none)).rejects.toMatchObject({
    code: EXIT.fault,
    mend: `open ${file} in a browser`,
  });
  await expect(showPage(out, { html: path.join(folder, 'no', 'x.html') }, page)).rejects.toMatchObject({
    code: EXIT.usage,
    mend: 'name another file',
  });
});

it('is of one run', async () => {
  const { code, err } = await sluice('runs', 'churn', '--open');
  expect(code).toBe(EXIT.usage);
  expect(err).toContain('name model and run');
});
