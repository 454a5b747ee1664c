/** The completion scripts, run by the shells themselves. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { levels } from '../../../lib/cli/completion/words.ts';
import { sluice } from './_run.ts';
import { wholeTree } from './_tree.ts';

const script = async (shell: string): Promise<string> => (await sluice('completion', shell)).out;

/** What bash offers for the last word of a line. */
function offered(completion: string, line: string): string[] {
  const words = line.split(' ');
  const run = `${completion}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash', async () => {
  const bash = await script('bash');

  it.each([
    ['sluice pro', ['promote']],
    ['sluice version', ['versions', 'version']],
    ['sluice local ', ['up', 'down', 'status', 'env', 'reset']],
    ['sluice --json local d', ['down']],
    ['sluice --platform local mod', ['models']], // the value of an option is no command
    ['sluice --target ', ['local', 'aws']],
    ['sluice drift churn --target a', ['aws']],
    ['sluice runs churn --state re', ['registered', 'rejected', 'refused']],
    ['sluice drift churn --ch', ['--check']],
    ['sluice drift churn --jso', ['--json']],
    ['sluice completion ', ['bash', 'zsh', 'fish']],
    ['sluice target l', ['local']],
    ['sluice upload churn ', []], // files, by bash itself
    ['sluice upload churn --code ', []],
  ])('%s', (line, words) => expect(offered(bash, line)).toEqual(words));

  it('offers every command and every option of the tree', async () => {
    const all = levels(await wholeTree());
    expect(all.length).toBeGreaterThan(20);
    for (const { path, commands, options } of all) {
      const at = path === '' ? 'sluice' : `sluice ${path}`;
      if (commands.length > 0) expect(offered(bash, `${at} `)).toEqual(commands.map(({ name }) => name));
      expect(offered(bash, `${at} -`)).toEqual(expect.arrayContaining(options.flatMap(({ names }) => names)));
    }
  });

  it('falls back to files', () => expect(bash).toMatch(/^complete -o default -F _sluice sluice$/m));
});

it.each(['zsh', 'fish'])('%s takes its script where it is installed', async (shell) => {
  const completion = await script(shell);
  expect(completion).toContain('promote');
  const { error, status, stderr } = spawnSync(shell, ['-n', '-c', completion], { encoding: 'utf8' });
  if (error) return expect(error).toMatchObject({ code: 'ENOENT' }); // not installed: nothing to ask
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('knows no other shell', async () => {
  expect(await sluice('completion', 'tcsh')).toMatchObject({ code: 2, out: '' });
});
