/** lib/docs/deploy.md: its commands exist, its numbers are the code's, its choices are all there are. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../lib/cli/program.ts';
import { INSTANCE_HOUR, instancesMonthly, PRICES, PRICES_OF } from '../../lib/core/contracts/prices.ts';
import { CONFIGURATIONS } from '../../lib/infra/config/configurations.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const guide = read('lib/docs/deploy.md');
const blocks = [...guide.matchAll(/^```sh aws\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

/** Words of a shell command, quotes taken off. */
const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
const commands = blocks
  .flatMap((block) => block.trim().split('\n'))
  .flatMap((line) => line.split('&&'))
  .map((command) =>
    command
      .trim()
      .replace(/^([A-Z_]+=\S+ )+/, '')
      .replace(/^npx (--yes --package \S+ )?/, ''),
  );
const starting = (word: string): string[][] =>
  commands.filter((command) => command.startsWith(`${word} `)).map((command) => words(command).slice(1));

it('has commands, each of a kind that is looked at here', () => {
  expect(commands.length).toBeGreaterThan(20);
  const known = new Set(['sluice', 'npm', 'aws', 'cdk', 'git', 'cd', 'export']);
  expect(commands.filter((command) => !known.has(words(command)[0] ?? ''))).toEqual([]);
});

it.each(starting('sluice').map((args) => [args.join(' '), args] as const))(
  'sluice %s can be parsed',
  async (_, args) => {
    let ran = 0;
    const program = buildProgram(
      () => async () => {
        ran += 1;
      },
      (tree) => tree.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} }),
    );
    await program.parseAsync(args, { from: 'user' });
    expect(ran).toBe(1);
  },
);

it('names scripts that there are, and commands of the CDK', () => {
  const { scripts, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const named = starting('npm')
    .filter(([verb]) => verb === 'run')
    .map(([, script = '']) => script);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((script) => !(script in (scripts ?? {})))).toEqual([]);
  expect(starting('cdk').map(([verb]) => verb)).toEqual(['bootstrap', 'diff', 'destroy']);
  // Newer numbers of the CLI are not newer.
  expect(guide).toContain(`aws-cdk@${devDependencies?.['aws-cdk']} `);
});

it('calls AWS by operations and options that its models know', () => {
  const input = starting('aws').map((args) => JSON.stringify(args));
  expect(input.length).toBeGreaterThan(6);
  const run = (lines: readonly string[]): string[] => {
    const result = spawnSync(
      path.join(root, '.venv', 'bin', 'python'),
      [path.join(root, 'test/unit/_aws-commands.py')],
      {
        input: lines.join('\n'),
        encoding: 'utf8',
      },
    );
    expect(result.stderr).toBe('');
    return JSON.parse(result.stdout) as string[];
  };
  expect(run(input)).toEqual([]);
  expect(run(['["sns","confirm-subscription","--topic","t"]'])).toHaveLength(3);
}, 60_000);

describe('the choices', () => {
  const keys = [...read('lib/infra/config/context.ts').matchAll(/text\('(\w+)'\)/g)].map(([, key = '']) => key);

  it.each([...new Set(keys)])('%s is in the table', (key) => {
    expect(guide).toMatch(new RegExp(`^\\| \`${key}\` \\|`, 'm'));
  });

  it.each(CONFIGURATIONS)('the configuration $name is named, and its keys are choices', ({ name, context }) => {
    expect(guide).toContain(`**${name}**`);
    for (const key of Object.keys(context)) expect(keys).toContain(key);
  });
});

describe('the prices', () => {
  it.each(Object.values(PRICES))('of $what', ({ what, usd, unit }) => {
    expect(guide).toContain(`| ${what} | ${usd} | ${unit} |`);
  });

  it('of instances, and what follows from them', () => {
    const rows = [...guide.matchAll(/^\| (ml\.[^|]+) \| ([^|]+) \| hour \|$/gm)];
    const listed = rows.flatMap(([, types = '', prices = '']) => {
      const hours = prices.split(', ').map(Number);
      return types.split(', ').map((type, i) => [type, hours[i]]);
    });
    expect(Object.fromEntries(listed)).toEqual(INSTANCE_HOUR);
    expect(guide).toContain(`ml.m5.large: $${INSTANCE_HOUR['ml.m5.large']} an hour`);
    expect(guide).toContain(`2 x ml.m5.large: $${instancesMonthly('ml.m5.large', 2)?.toFixed(2)} a month`);
    expect(guide).toContain(`for ${PRICES_OF.region} as known on ${PRICES_OF.date}`);
  });
});

it('names the files it speaks of', () => {
  const files = [...guide.matchAll(/`((?:lib|\.github)\/[\w./-]+)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(() => read(file), file).not.toThrow();
});
