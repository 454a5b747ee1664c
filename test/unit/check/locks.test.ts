/** The gate of the lock files: nothing to say of ours, and something of each fault. */
import { expect, it } from 'vitest';
import { LOCK_FAULTS } from '../../check/faults/locks.ts';
import { lockFindings } from '../../check/locks/all.ts';
import { readLockFiles } from '../../check/locks/files.ts';
import { pythonFindings } from '../../check/locks/python.ts';

const files = readLockFiles();

it('finds nothing in the files as they are', () => {
  expect(lockFindings(files)).toEqual([]);
});

it.each(LOCK_FAULTS)('finds: $title', ({ sow }) => {
  const copy = structuredClone(files);
  sow(copy);
  expect(copy).not.toEqual(files);
  expect(lockFindings(copy)).not.toEqual([]);
});

it('lets a marker, an extra and a comment pass', () => {
  const hash = `--hash=sha256:${'0'.repeat(64)}`;
  const text = `# made by uv\nxgboost-cpu==3.2.0 ; sys_platform == 'linux' \\\n    ${hash}\ncoverage[toml]==7.1 ${hash}\n`;
  expect(pythonFindings('a.lock', text)).toEqual([]);
});
