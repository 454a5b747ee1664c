/** The rules of the house (lib/README.md), held as tests. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');

function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => pattern.test(name) && statSync(path.join(root, name)).isFile());
}
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const withoutComments = (source: string): string => source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('the house', () => {
  it('keeps the import rules', { timeout: 60_000 }, () => {
    const result = spawnSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        'bin',
        'lib',
        'lambdas',
      ],
      { cwd: root, encoding: 'utf8' },
    );
    expect(result.stdout + result.stderr).not.toMatch(/error /);
    expect(result.status).toBe(0);
    // A cruise that sees nothing would pass for ever.
    expect(Number(/\((\d+) modules/.exec(result.stdout)?.[1])).toBeGreaterThan(100);
  });

  it('lets drift and evaluation know only types of the contracts', () => {
    const offenders = [...files('lib/core/drift', /\.ts$/), ...files('lib/core/evaluation', /\.ts$/)].filter((file) =>
      /^import (?!type )[^;]*contracts\//m.test(read(file)),
    );
    expect(offenders).toEqual([]);
  });

  it('keeps clocks, randomness and the environment out of the core', () => {
    const offenders = files('lib/core', /\.ts$/).filter((file) =>
      /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bprocess\.(env|hrtime)|\brandomUUID\(/.test(
        withoutComments(read(file)),
      ),
    );
    expect(offenders).toEqual([]);
  });

  it('keeps handlers under 60 lines', () => {
    const handlers = files('lambdas', /handler\.ts$/);
    expect(handlers.length).toBeGreaterThan(10);
    expect(handlers.filter((file) => read(file).split('\n').length > 60)).toEqual([]);
  });

  it('has no drawer for everything', () => {
    const drawers = [
      ...files('lib', /\/(utils?|helpers?|misc|common)(\.ts|\/)/),
      ...files('lambdas', /\/(utils?|helpers?|misc|common)(\.ts|\/)/),
    ];
    expect(drawers).toEqual([]);
  });

  it('imports zod as a namespace, which bundlers can shake', () => {
    const offenders = ['lib', 'lambdas']
      .flatMap((folder) => files(folder, /\.ts$/))
      .filter((file) => /import (type )?\{[^}]*\} from 'zod'/.test(read(file)));
    expect(offenders).toEqual([]);
  });

  it('writes no `any` and hides no type error', () => {
    const offenders = ['bin', 'lib', 'lambdas', 'test']
      .flatMap((folder) => files(folder, /\.ts$/))
      .filter((file) => !file.endsWith('house.test.ts'))
      .filter((file) => /:\s*any\b|\bas any\b|@ts-ignore|@ts-nocheck/.test(withoutComments(read(file))));
    expect(offenders).toEqual([]);
  });
});
