/**
 * Compiles the kernel's source. Run by itself it writes `binary.ts`, which is committed: neither a fresh clone nor a
 * function needs the compiler. A check holds both together.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
const KERNEL = path.join(ROOT, 'lib', 'core', 'data', 'kernel');
export const BINARY_FILE = path.join(KERNEL, 'binary.ts');
const FLAGS = [
  ...['-O3', '--converge', '--noAssert', '--enable', 'simd'],
  // No heap: it works on the memory it is given, of which its constants take the beginning.
  ...['--runtime', 'stub', '--importMemory', '--memoryBase', '1024', '--use', 'abort='],
];
/** Of a line of the written file. */
const LINE = 112;

/** The module `binary.ts` as its source says it should be. @throws Error with what the compiler says */
export function compiledKernel(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-kernel-'));
  try {
    const file = path.join(folder, 'kernel.wasm');
    const compiler = path.join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const source = path.join(KERNEL, 'assembly', 'index.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, source, '--outFile', file, ...FLAGS], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the kernel does not compile:\n${stdout}${stderr}`);
    return moduleOf(readFileSync(file).toString('base64'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function moduleOf(base64: string): string {
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [
    '/** Written by `node test/check/kernel/compile.ts` from `assembly/`: WebAssembly, in base64. */',
    'export const BINARY =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

if (import.meta.filename === process.argv[1]) writeFileSync(BINARY_FILE, compiledKernel());
