import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('the model servers end with the server, even when it is killed', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'sluice-lifeline-'));
  const script = join(import.meta.dirname, 'fake', 'server-process.ts');
  const server = spawn(process.execPath, [script, workDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(String(line)) as number[];
    expect(pids).toHaveLength(2);
    expect(pids.every(alive)).toBe(true);
    server.kill('SIGKILL');
    await once(server, 'exit');
    await expect.poll(() => pids.some(alive), { timeout: 5000 }).toBe(false);
  } finally {
    server.kill('SIGKILL');
    await rm(workDir, { recursive: true, force: true });
  }
});
