/** The documents and the code name the same things. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reference } from '../../lib/cli/reference.ts';
import { MANIFEST_CODES } from '../../lib/core/contracts/manifest/issue.ts';
import { PROBLEMS } from '../../lib/core/contracts/problems.ts';
import { REFUSAL_CODES } from '../../lib/core/contracts/refusals.ts';
import { calls, tree, understands, wholeTree } from './cli/_tree.ts';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');

/** Codes of the tables below a heading of errors.md. */
function documented(heading: string): string[] {
  const section =
    read('lib/docs/errors.md')
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, code = '']) => code);
}

describe('lib/docs/errors.md', () => {
  it.each([
    ['Manifest', MANIFEST_CODES],
    ['Refused uploads', REFUSAL_CODES],
    ['API', Object.keys(PROBLEMS)],
  ] as const)('has an entry for each code of: %s', (heading, codes) => {
    expect(documented(heading).sort()).toEqual([...codes].sort());
  });

  it('gives the status of each API error', () => {
    for (const [code, { status }] of Object.entries(PROBLEMS))
      expect(read('lib/docs/errors.md')).toMatch(new RegExp(`\\| \`${code}\` \\| ${status} \\|`));
  });
});

it('lib/docs/data.md has each rule of change, and whether it refuses', () => {
  const folder = 'lib/core/data/rules';
  const sources = readdirSync(folder).map((name) => read(path.join(folder, name)));
  const rules = sources.flatMap((source) => [
    ...[...source.matchAll(/rule: '([a-z-]+)'/g)].map(([, rule]) => rule),
    ...(/^type Kind = (.*);$/m.exec(source)?.[1] ?? '').split(' | ').map((kind) => kind.replaceAll("'", '')),
  ]);
  const refusing = [...read(`${folder}/changes.ts`).matchAll(/^ {2}\['([a-z-]+)', '[a-z-]+'\],$/gm)].map(
    ([, rule]) => rule,
  );
  expect(refusing.length).toBeGreaterThan(5);
  const told = [...read('lib/docs/data.md').matchAll(/^\| (`[^|]*`) \| (yes|no) \|/gm)].flatMap(
    ([, names = '', word]) => [...names.matchAll(/`([a-z-]+)`/g)].map(([, rule]) => `${rule} ${word}`),
  );
  const all = new Set(rules.filter((rule) => rule !== ''));
  expect(told.sort()).toEqual([...all].map((rule) => `${rule} ${refusing.includes(rule) ? 'yes' : 'no'}`).sort());
});

describe('commands of the documents', () => {
  // cli.md is written from the tree, whose examples have a test of their own.
  const pages = readdirSync('lib/docs').filter((name) => name.endsWith('.md') && name !== 'cli.md');
  const documents = ['README.md', '.github/CONTRIBUTING.md', ...pages.map((name) => `lib/docs/${name}`)];

  /** Something in place of `<what>` and `...`. */
  const filled = (line: string): string =>
    line
      .replace(/^\$ /, '')
      .replaceAll(/(--(?:from|to|since)) (?:\.\.\.|<time>)/g, '$1 2026-11-21T12:00:00Z')
      .replaceAll(/<[a-z][a-z0-9 -]*>/g, '1');

  /** Lines of fenced blocks and pieces of code in running text that call `sluice`; lines of usage are no calls. */
  const lines = (text: string): string[] =>
    [...text.matchAll(/```\w*\n([\s\S]*?)```/g), ...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)]
      .flatMap(([, code = '']) => code.split('\n'))
      .map(filled)
      .filter((line) => /^([A-Z_]+=\S+ |export [^;]*; ?|eval "\$\(|npx )*sluice [a-z-]/.test(line))
      .filter((line) => !/\[|--help/.test(line));

  it.each(documents.flatMap((file) => [...new Set(lines(read(file)))].map((line) => [file, line] as const)))(
    '%s: %s',
    async (_, line) => {
      const [, name] = /^sluice ([a-z]+)$/.exec(line) ?? [];
      // `sluice apply` alone names the command.
      if (name) expect(tree().program.commands.map((command) => command.name())).toContain(name);
      else for (const args of calls(line)) await understands(args);
    },
  );
});

it('lib/docs/cli.md is the command tree as it is', async () => {
  const again = 'commands changed; write it anew: node_modules/.bin/node lib/cli/reference.ts';
  expect(read('lib/docs/cli.md'), again).toBe(reference(await wholeTree()));
});
