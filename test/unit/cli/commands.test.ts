/** The command tree: help with examples that the tree itself understands, usage errors, one document on stdout. */
import { CommanderError, Help } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT_MEANINGS } from '../../../lib/cli/exit-codes.ts';
import { sluice } from './_run.ts';
import { all, calls, tree, understands, wholeTree } from './_tree.ts';

describe('help', async () => {
  const program = await wholeTree();

  it.each(all(program))('of %s leads with two examples or more', (_, command) => {
    expect(command.exampleLines.length).toBeGreaterThanOrEqual(2);
    expect(command.description()).not.toBe('');
  });

  it.each(all(program).flatMap(([, command]) => command.exampleLines))('%s can be parsed', async (line) => {
    const parts = calls(line);
    expect(parts.length).toBeGreaterThan(0);
    for (const args of parts) await understands(args);
  });

  it('begins with the examples, and ends with the exit codes', async () => {
    const { code, out } = await sluice('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Examples:\n {2}\$ sluice /);
    for (const [number, meaning] of Object.entries(EXIT_MEANINGS)) expect(out).toContain(`${number}  ${meaning}`);
  });
});

describe('the list of commands', () => {
  it('says what each command takes as the command itself does', async () => {
    const usual = new Help();
    for (const [path, command] of all(await wholeTree()))
      if (command.listedAs !== undefined) expect(command.listedAs, path).toBe(usual.subcommandTerm(command));
  });

  it.each([
    [['--help'], []],
    [['models'], ['sluice models']],
    [
      ['--json', 'data', 'check', 'a.csv'],
      ['sluice data', 'sluice data check'],
    ],
    [['help', 'retry'], ['sluice retry']],
    [
      ['versions', 'models'],
      ['sluice models', 'sluice versions'],
    ], // the model has the name of a command
  ])('%j loads %j', async (args, loaded) => {
    const { program } = tree();
    await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
      if (!(error instanceof CommanderError && error.exitCode === 0)) throw error; // help
    });
    const [, ...commands] = all(program);
    expect(commands.filter(([, { exampleLines }]) => exampleLines.length > 0).map(([path]) => path)).toEqual(loaded);
  });

  it('leaves options that are true until --no-… as they were', async () => {
    const { program } = tree();
    await program.parseAsync(['upload', 'churn', 'a.csv'], { from: 'user' });
    const upload = program.commands.find((command) => command.name() === 'upload');
    expect(upload?.opts()).toMatchObject({ watch: true, check: true });
  });
});

describe('a call that is not understood', () => {
  it.each([[['dance']], [['promote', 'm', '1']], [['versions']], [[]], [['--target', 'moon', 'outputs']]])(
    '%j ends with 2',
    async (args) => {
      const { code, out, err } = await sluice(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).not.toBe('');
    },
  );

  it('is one document on stdout with --json', async () => {
    const { code, out } = await sluice('promote', 'm', '1', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      type: 'about:blank',
      exitCode: 2,
      detail: expect.stringMatching(/--stage/),
    });
  });
});

it('answers a failure with one document too, and says it on stderr', async () => {
  const { code, out, err } = await sluice('apply', 'no-such.yaml', '--target', 'aws', '--as', 'Operator', '--json');
  expect(code).toBe(2);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({
    exitCode: 2,
    detail: expect.stringMatching(/--as Operator is for the local cloud/),
  });
  expect(err).toMatch(/--as Operator is for the local cloud.*\n {2}mend: /);
});
