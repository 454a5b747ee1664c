/** Which local clouds run and what they keep, as files that survive a crash. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { InstanceRecord } from '../../../../lib/local/instances/record.ts';

// The folder is settled when the modules are read.
const home = vi.hoisted(() => {
  const folder = `${process.env['TMPDIR'] ?? '/tmp'}/sluice-home-${process.pid}-${Math.random().toString(36).slice(2)}`;
  process.env['SLUICE_HOME'] = folder;
  return folder;
});
const { BadInstanceName, instanceFolder, instanceName } = await import('../../../../lib/local/instances/name.ts');
const { claimInstance, dropInstance, InstanceRuns, readInstance, runningInstances, updateInstance } = await import(
  '../../../../lib/local/instances/record.ts'
);
const { discardKept, keepState, KeptStateUnreadable, noteNotKept, openState, readKept, takeNotKept } = await import(
  '../../../../lib/local/instances/kept.ts'
);
const { chosenInstance } = await import('../../../../lib/local/instances/choose.ts');
const { portFor } = await import('../../../../lib/local/instances/port.ts');
const { startOf } = await import('../../../../lib/local/process/identity.ts');
const { chooseInstance, chooseTarget, chosenTarget, forgetInstance } = await import('../../../../lib/local/target.ts');

beforeEach(() => rmSync(home, { recursive: true, force: true }));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const record = (name: string, more: Partial<InstanceRecord> = {}): InstanceRecord => ({
  v: 2,
  name,
  pid: process.pid,
  processStart: startOf(process.pid) ?? '',
  port: 4566,
  workDir: '/nowhere',
  timeScale: 1,
  started: '2026-11-21T12:00:00.000Z',
  ready: false,
  keepsState: false,
  ...more,
});

describe('a name', () => {
  it.each(['default', 'a', 'try-out-2'])('%s is taken', (name) => expect(instanceName(name)).toBe(name));
  it.each(['', 'A', '../x', 'a/b', '-a', 'a-', 'a--b', '2a', 'a'.repeat(21)])('%j is refused', (name) =>
    expect(() => instanceName(name)).toThrow(BadInstanceName),
  );
});

describe('which one a command means', () => {
  it('is the one named, else that of the shell, else the one chosen, else the default', () => {
    expect(chosenInstance(undefined, {})).toBe('default');
    chooseInstance('third');
    expect(chosenInstance(undefined, {})).toBe('third');
    expect(chosenInstance(undefined, { SLUICE_INSTANCE: 'second' })).toBe('second');
    expect(chosenInstance('first', { SLUICE_INSTANCE: 'second' })).toBe('first');
  });

  it('is forgotten with it, and with no other, and leaves the expected account', () => {
    const expected = { account: '123456789012', region: 'eu-west-1' };
    chooseTarget('aws', expected);
    chooseInstance('a');
    forgetInstance('b');
    expect(chosenTarget()).toEqual({ target: 'local', instance: 'a', expect: expected });
    forgetInstance('a');
    expect(chosenTarget()).toEqual({ expect: expected });
  });
});

describe('a record', () => {
  it('is of one process, until that drops it', () => {
    claimInstance(record('a'));
    expect(() => claimInstance(record('a', { pid: process.ppid, processStart: startOf(process.ppid) ?? '' }))).toThrow(
      InstanceRuns,
    );
    updateInstance(record('a', { ready: true, sagemakerPort: 1 }));
    expect(readInstance('a')).toMatchObject({ ready: true, sagemakerPort: 1 });
    dropInstance('a', process.ppid);
    expect(runningInstances().map(({ name }) => name)).toEqual(['a']);
    dropInstance('a', process.pid);
    expect(existsSync(instanceFolder('a'))).toBe(false);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1 }],
    ['of a process id that another has now', { processStart: 'long ago' }],
  ])('%s counts for nothing and is cleaned up, with its temporary folder', (_, more) => {
    const workDir = mkdtempSync(path.join(os.tmpdir(), 'sluice-local-'));
    claimInstance(record('a', { ...more, workDir }));
    expect(readInstance('a')).toBeUndefined();
    expect(existsSync(workDir)).toBe(false);
    claimInstance(record('a'));
    expect(readInstance('a')).toBeDefined();
  });

  it('names no folder but ours for removal', () => {
    const workDir = mkdtempSync(path.join(os.tmpdir(), 'mine-'));
    onTestFinished(() => rmSync(workDir, { recursive: true }));
    claimInstance(record('a', { processStart: 'long ago', workDir }));
    expect(readInstance('a')).toBeUndefined();
    expect(existsSync(workDir)).toBe(true);
  });

  it('cut off in the middle counts for nothing', () => {
    mkdirSync(instanceFolder('a'), { recursive: true });
    writeFileSync(path.join(instanceFolder('a'), 'running.json'), '{"v": 2, "na');
    expect(readInstance('a')).toBeUndefined();
  });
});

it('knows a process by its start, and a dead one as dead', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  expect(startOf(pid)).toBeDefined();
  expect(startOf(pid)).toBe(startOf(pid));
  expect(startOf(pid)).not.toBe(startOf(1));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(startOf(pid)).toBeUndefined();
});

describe('kept state', () => {
  const write = (folder: string, text: string) => writeFileSync(path.join(folder, 'state.txt'), text);
  const read = (folder: string) => readFileSync(path.join(folder, 'state.txt'), 'utf8');

  it('is what the last orderly end left, and a crash changes nothing of it', () => {
    const first = openState('a', '1');
    expect(first).toMatchObject({ from: undefined, afterCrash: false });
    write(first.folder, 'one');
    keepState('a', first.folder, 4566, '2026-11-21T12:00:00.000Z');

    const crashed = openState('a', '2');
    expect(crashed).toMatchObject({ from: { port: 4566 }, afterCrash: false });
    expect(read(crashed.folder)).toBe('one');
    write(crashed.folder, 'half of two');

    const third = openState('a', '3');
    expect(third).toMatchObject({ from: { savedAt: '2026-11-21T12:00:00.000Z' }, afterCrash: true });
    expect(read(third.folder)).toBe('one');
    expect(existsSync(crashed.folder)).toBe(false);
    write(third.folder, 'three');
    keepState('a', third.folder, 4566, '2026-11-21T13:00:00.000Z');
    expect(readKept('a')?.savedAt).toBe('2026-11-21T13:00:00.000Z');
    expect(readdirSync(instanceFolder('a')).sort()).toEqual(['kept.json', 'state-3']);

    expect(discardKept('a')).toBe(true);
    expect(readKept('a')).toBeUndefined();
    expect(discardKept('a')).toBe(false);
  });

  it('that cannot be read is an error, and may be thrown away', () => {
    openState('a', '1');
    writeFileSync(path.join(instanceFolder('a'), 'kept.json'), '{"v":1,"folder":"../../etc"}');
    expect(() => readKept('a')).toThrow(KeptStateUnreadable);
    expect(discardKept('a')).toBe(true);
    expect(readKept('a')).toBeUndefined();
  });

  it('that could not be written is told once', () => {
    openState('a', '1');
    noteNotKept('a', 'the disk is full');
    expect(takeNotKept('a')).toBe('the disk is full');
    expect(takeNotKept('a')).toBeUndefined();
  });
});

describe('a port', () => {
  it('is the default one, unless another local cloud of ours has it', async () => {
    expect(await portFor('a', undefined, false)).toEqual({ port: 4566 });
    claimInstance(record('other'));
    const chosen = await portFor('a', undefined, false);
    expect(chosen).toMatchObject({ insteadOf: 'other' });
    expect(chosen.port).toBeGreaterThan(4566);
    expect(await portFor('a', 5000, false)).toEqual({ port: 5000 });
  });

  it('is the one it had when it goes on with its state', async () => {
    keepState('a', openState('a', '1').folder, 4711, '2026-11-21T12:00:00.000Z');
    expect(await portFor('a', undefined, true)).toEqual({ port: 4711 });
    expect(await portFor('a', undefined, false)).toEqual({ port: 4566 });
  });
});
