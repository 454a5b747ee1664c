/** Killed at any point, a task leaves no process; ended in order, no file either. `npm run prove kill` tries 20 points. */
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../lib/cli/program.ts';
import { freePort } from '../../lib/local/process/ports.ts';
import { killDemo, killTask } from './_killed-task.ts';

describe.skipIf(process.platform !== 'linux')('a demo that is killed', () => {
  // A different point each time; the seconds are in the title.
  it.each([
    ['SIGKILL', Math.round((1 + Math.random() * 11) * 10) / 10],
    ['SIGTERM', Math.round((1 + Math.random() * 11) * 10) / 10],
  ] as const)('by %s after %s s leaves nothing', { timeout: 90_000 }, async (signal, after) => {
    const left = await killDemo(signal, after);
    expect(left.reached).toBe(true);
    expect(left.seen).toBeGreaterThan(1);
    expect(left.processes).toEqual([]);
    if (signal === 'SIGTERM') expect(left.files).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('brings it up, says what to do next, stays, and ends cleanly on Ctrl-C', { timeout: 300_000 }, async () => {
    const port = await freePort();
    const left = await killTask(['start', '--port', String(port)], 'SIGINT', /end it: Ctrl-C/);
    expect(left.output).toContain(`local cloud "default" on http://127.0.0.1:${port}`);
    const known = buildProgram(() => async () => {}).commands.map((command) => command.name());
    const next = [...left.output.matchAll(/npx sluice (\S+)/g)].map(([, command]) => command);
    expect(next.length).toBeGreaterThan(3);
    expect(known).toEqual(expect.arrayContaining(next));
    expect(left).toMatchObject({ reached: true, processes: [], files: [], instances: [] });
    expect(left.output).toMatch(/ended; nothing was left running\s*$/);
  });
});
