/**
 * `npm run check`: what every change is held to, offline. A line a check, `ok` or `FAIL` with what was found and its mend;
 * the last line counts. Exit code 1 when one fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeFinding } from './finding.ts';
import type { Check } from './run/check.ts';
import { checks } from './run/checks.ts';

/** Two at a time: most of them are processes of their own. */
const AT_ONCE = 2;

async function judge({ title, run }: Check): Promise<boolean> {
  const started = performance.now();
  const { findings, note } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'}  ${title}${note ? ` (${note})` : ''}  ${seconds} s`);
  for (const finding of findings) console.log(`  ${describeFinding(finding).replaceAll('\n', '\n  ')}`);
  return findings.length === 0;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'sluice-check-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const waiting = [...checks(scratch)];
const total = waiting.length;
let passed = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (await judge(next)) passed += 1;
  }),
);
console.log(`${total} checks: ${passed} ok, ${total - passed} FAIL`);
process.exitCode = passed === total ? 0 : 1;
