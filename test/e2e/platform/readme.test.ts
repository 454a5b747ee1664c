/**
 * README.md, as a new user follows it: the commands of its `sh` blocks run in their order, in an empty folder that holds
 * only a file of customers. Blocks marked `aws` need an account: their commands are held against the command tree.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { NODE, ROOT } from '../../../lib/local/paths.ts';
import { blocksOf, type Line } from '../../_shell-blocks.ts';
import { calls, understands } from '../../unit/cli/_tree.ts';
import { customersCsv } from './_customers.ts';

const blocks = blocksOf(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
const lines = (mark: 'local' | 'aws'): Line[] =>
  blocks.filter((block) => block.mark === mark).flatMap((block) => block.lines);

/** Run by other tests, or by whoever reads: they set up, run everything, or begin and end the local cloud. */
const ELSEWHERE: Record<string, string> = {
  'npm run demo': 'npm run prove demo, and test/e2e/processes.test.ts up to the first kill',
  'npm test': 'this run',
  'npm start': 'test/e2e/processes.test.ts',
  'npx sluice local down': 'test/e2e/processes.test.ts',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-readme-'));
  writeFileSync(path.join(folder, 'customers.csv'), customersCsv({ count: 900, seed: 1, labelled: true }));
  writeFileSync(path.join(folder, 'rows.csv'), customersCsv({ count: 5, seed: 2, labelled: false }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a line in bash as it stands; `npx sluice` is this checkout's, aimed at the tests' local cloud. */
function run(line: string): Promise<{ code: number | null; out: string; err: string }> {
  const prelude = `npx() { shift; ${JSON.stringify(NODE)} ${JSON.stringify(path.join(ROOT, 'bin', 'sluice.ts'))} --target local "$@"; }`;
  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const child = spawn('bash', ['-c', `${prelude}\n${line}`], {
    cwd: folder,
    env: { ...environment, SLUICE_INSTANCE: inject('instance'), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

describe('README.md, on this machine', () => {
  const here = lines('local').filter(({ command }) => !(command in ELSEWHERE));

  it('names the commands that others run as they are called', () => {
    for (const command of Object.keys(ELSEWHERE)) expect(lines('local').map((line) => line.command)).toContain(command);
  });

  it.each(here)('$command', async ({ command }) => {
    const { code, out, err } = await run(command);
    expect({ code, err: code === 0 ? '' : err + out }).toEqual({ code: 0, err: '' });
    // Something is said on every line but the one that sets the environment.
    if (!command.startsWith('eval')) expect(out.trim()).not.toBe('');
  });

  it('ends with a version that serves production, and answers for the rows', async () => {
    const { out } = await run('npx sluice predict churn rows.csv --json');
    expect(JSON.parse(out).predictions).toHaveLength(5);
  });
});

describe('README.md, in an account', () => {
  const scripts = Object.keys(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).scripts);

  it.each(lines('aws'))('$command', async ({ command }) => {
    const [program, ...args] = command.split(/\s+/);
    if (program === 'export') expect(args).toEqual(['AWS_REGION=eu-west-1']);
    else if (program === 'npm') expect(scripts).toContain(args[0] === 'run' ? args[1] : args[0]);
    else if (program === 'npx' && args[0] === 'cdk') expect(['bootstrap', 'destroy']).toContain(args[1]);
    else for (const call of calls(command)) await understands(call);
  });
});
