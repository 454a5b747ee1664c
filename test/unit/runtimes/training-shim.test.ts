import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ended, failureOf, startTraining, train, writeJob } from './_jobs.ts';
import { temporaryFolder } from './_python.ts';

let folder: string;
let clean: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove: clean } = await temporaryFolder());
});
afterAll(() => clean());

/** A code folder whose train.py is the given program. */
async function program(name: string, text: string): Promise<{ base: string; code: string }> {
  const code = join(folder, name, 'source');
  await mkdir(code, { recursive: true });
  await writeFile(join(code, 'train.py'), text);
  return { base: join(folder, name, 'job'), code };
}

/** Whether a process runs. One that has ended but that its init has not collected yet does not. */
async function alive(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,stat=']);
  return new RegExp(`^\\s*${pid}\\s+[^Z\\s]`, 'm').test(stdout);
}

describe('the training shim', () => {
  const REPORT =
    'import json, os, sys\nprint(json.dumps({"argv": sys.argv[1:], "env": dict(os.environ), "cwd": os.getcwd()}))';

  it('passes hyperparameters and SM_* variables as the toolkit does', async () => {
    const { base, code } = await program('arguments', REPORT);
    const hyperparameters = {
      depth: '4',
      l: '0.10',
      flag: 'true',
      q: '"quoted"',
      lst: '[1,2]',
      nested: '{"b":1,"a":"x"}',
      empty: '',
      sagemaker_region: 'eu-west-1',
      sagemaker_custom: '1',
    };
    const result = await train(base, { code, hyperparameters, channels: { train: { a: '' } } });
    const report = JSON.parse(result.stdout);
    expect(report.argv).toEqual(
      ['--depth', '4', '--empty', '', '--flag', 'True', '-l', '0.1', '--lst', '[1, 2]'].concat([
        '--nested',
        'a=x,b=1',
        '-q',
        'quoted',
      ]),
    );
    expect(report.env).toMatchObject({
      SM_CHANNELS: '["code","train"]',
      SM_CHANNEL_TRAIN: join(base, 'input/data/train'),
      SM_CURRENT_HOST: 'algo-1',
      SM_FRAMEWORK_PARAMS: '{"sagemaker_custom":1}',
      SM_HP_DEPTH: '4',
      SM_HP_NESTED: '{"a":"x","b":1}',
      SM_HPS: '{"depth":4,"empty":"","flag":true,"l":0.1,"lst":[1,2],"nested":{"a":"x","b":1},"q":"quoted"}',
      SM_MODEL_DIR: join(base, 'model'),
      SM_MODULE_NAME: 'train',
      SM_OUTPUT_DATA_DIR: join(base, 'output/data'),
      SM_USER_ENTRY_POINT: 'train.py',
    });
    expect(report.cwd).toBe(join(base, 'code'));
  });

  it('unpacks a gzipped tar under any name', async () => {
    const { base, code } = await program('archive', 'print("from the archive")');
    const channel = join(folder, 'archive/channel');
    await mkdir(channel);
    await promisify(execFile)('tar', ['-czf', join(channel, '0a1b2c.gz'), '-C', code, '.']);
    const submit = { sagemaker_submit_directory: '/opt/ml/input/data/code/0a1b2c.gz' };
    expect(await train(base, { code: channel, hyperparameters: submit })).toMatchObject({
      code: 0,
      stdout: 'from the archive\n',
    });
  });

  it('ends with the program’s exit code and its last line of stderr as the reason', async () => {
    const { base, code } = await program('exit', 'import sys\nprint("no such thing", file=sys.stderr)\nsys.exit(7)');
    expect(await train(base, { code })).toMatchObject({ code: 7, stderr: 'no such thing\n' });
    expect(await failureOf(base)).toBe(
      'ExecuteUserScriptError:\nExitCode 7\nErrorMessage "no such thing"\nCommand "python -m train"\n',
    );
  });

  it('keeps the reason that the program leaves itself', async () => {
    const text =
      'import os\nopen(os.environ["SM_OUTPUT_DIR"] + "/failure", "w").write("my reason")\nraise SystemExit(1)';
    const { base, code } = await program('own failure', text);
    await mkdir(join(base, 'output'), { recursive: true });
    expect(await train(base, { code })).toMatchObject({ code: 1 });
    expect(await failureOf(base)).toBe('my reason');
  });

  it.each([
    ['no program', { sagemaker_program: '' }, /sagemaker_program is missing/],
    ['a path for a program', { sagemaker_program: '../train.py' }, /must be a Python file at the top of the code/],
    ['a program that is not there', { sagemaker_program: 'fit.py' }, /no file fit.py/],
    [
      'code that is not there',
      { sagemaker_submit_directory: '/opt/ml/input/data/none' },
      /neither a folder nor a gzipped/,
    ],
    ['code in S3', { sagemaker_submit_directory: 's3://bucket/code.gz' }, /must come through an input channel/],
  ])('says why a job cannot start: %s', async (name, hyperparameters, reason) => {
    const { base, code } = await program(name, '');
    expect(await train(base, { code, hyperparameters })).toMatchObject({ code: 1 });
    expect(await failureOf(base)).toMatch(reason);
  });

  const WAIT = `
import os, signal, sys
def stop(*_):
    open(os.environ["SM_MODEL_DIR"] + "/partial", "w").close()
    sys.exit(3)
signal.signal(signal.SIGTERM, stop)
print(os.getpid(), flush=True)
signal.pause()
`;

  const groups: number[] = [];
  afterEach(() => {
    // A shim that fails its test must not stay behind. It leads its process group.
    for (const group of groups.splice(0)) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  });

  /** Starts a job that waits for a signal; resolves with the pid of the user's process. */
  async function waiting(name: string, lifeline: boolean) {
    const { base, code } = await program(name, WAIT);
    const shim = startTraining(await writeJob(base, { code }), lifeline);
    const end = ended(shim);
    if (shim.pid !== undefined) groups.push(shim.pid);
    const pid = await new Promise<number>((done) => shim.stdout?.once('data', (text) => done(Number(text))));
    expect(await alive(pid)).toBe(true);
    return { base, shim, end, pid };
  }

  it('passes SIGTERM on, so that a stopped job can leave its artefact', async () => {
    const { base, shim, end } = await waiting('stop', false);
    shim.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 3 });
    expect(await readFile(join(base, 'model/partial'), 'utf8')).toBe('');
  });

  it('ends with its program when the lifeline is cut', async () => {
    const { shim, end, pid } = await waiting('lifeline', true);
    shim.stdin?.end();
    expect(await end).toMatchObject({ signal: 'SIGKILL' });
    await expect.poll(() => alive(pid)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('leaves no program behind when it is killed', async () => {
    const { shim, end, pid } = await waiting('killed', false);
    shim.kill('SIGKILL');
    await end;
    await expect.poll(() => alive(pid)).toBe(false);
  });
});
