#!/usr/bin/env node
/**
 * The command line, wherever it is started: compiled in an installed package; in the repository as it is, with the Node
 * of the lock file when this one is older and takes no TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const source = new URL('./sluice.ts', import.meta.url);
const ownNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
/** What was compiled once starts in half the time. */
const cache = process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

if (!existsSync(source)) {
  await import(new URL('../dist/bin/sluice.js', import.meta.url).href);
} else if (process.features.typescript) {
  module.enableCompileCache(cache);
  await import(source.href);
} else if (existsSync(ownNode)) {
  const { status } = spawnSync(ownNode, [fileURLToPath(source), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(`Node ${process.versions.node} takes no TypeScript.\n  mend: npm ci, or install Node 24\n`);
  process.exitCode = 2;
}
