/** `npm run check`: type-check, lint and format, import rules. Prints a line a check; exit code 1 when one fails. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const CHECKS: readonly [string, readonly string[]][] = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', '.']],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  [
    'import rules',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'bin',
      'lib',
      'lambdas',
    ],
  ],
];

let failed = 0;
for (const [title, [script = '', ...args]] of CHECKS) {
  const result = spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, encoding: 'utf8' });
  const ok = result.status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${title}`);
  if (!ok) {
    failed += 1;
    console.log(result.stdout + result.stderr);
  }
}
console.log(`${CHECKS.length} checks: ${CHECKS.length - failed} ok, ${failed} FAIL`);
process.exitCode = failed === 0 ? 0 : 1;
