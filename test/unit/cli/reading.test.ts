/** What the reading commands make of what they read. */
import { describe, expect, it } from 'vitest';
import type { LogReader } from '../../../lib/adapters/aws/logs.ts';
import { contractText } from '../../../lib/cli/commands/contract.ts';
import { brokenAt, selected } from '../../../lib/cli/commands/events.ts';
import { logText, readLogs, runSources } from '../../../lib/cli/commands/logs.ts';
import { stageText } from '../../../lib/cli/commands/models.ts';
import { type Run, runText } from '../../../lib/cli/commands/runs.ts';
import { servingText } from '../../../lib/cli/commands/version.ts';
import { EMPTY_CHAIN, nextEvent } from '../../../lib/core/registry/chain.ts';
import type { RegistryEvent } from '../../../lib/core/registry/event.ts';

const run: Run = {
  model: 'churn',
  run: '01JD8Y0BAAAAAAAAAAAAAAAAAA',
  upload: 'ab'.repeat(32),
  attempt: 2,
  execution: 'x',
  author: 'jane\u001b[2J',
  state: 'registered',
  version: 7,
  started: '2026-11-21T14:00:00.000Z',
  ended: '2026-11-21T14:02:05.000Z',
};
const upload = { model: 'churn', state: 'accepted' as const, author: 'jane', key: 'churn/uploads/a.csv', time: 't' };

describe('a run', () => {
  it('is told with its upload, its length and the next command', () => {
    expect(runText({ ...run, dataset: 'rows-sha256-v2:ab', contract: 2 }, upload, 'artifacts')).toBe(
      [
        'run 01JD8Y0BAAAAAAAAAAAAAAAAAA of churn',
        '  state      registered',
        '  outcome    churn v7',
        '  started    2026-11-21 14:00 UTC',
        '  ended      2026-11-21 14:02 UTC, after 2 min 5 s',
        '  author     jane [2J',
        `  upload     ${'ab'.repeat(32)} (churn/uploads/a.csv)`,
        '  attempt    2',
        '  data       rows-sha256-v2:ab',
        '  contract   2',
        '  rejects    s3://artifacts/churn/datasets/01JD8Y0BAAAAAAAAAAAAAAAAAA/rejects.csv',
        '  execution  x',
        'next: sluice version churn 7',
      ].join('\n'),
    );
  });

  it.each([
    ['running', { state: 'running', version: undefined }, /next: sluice logs churn 01JD8Y0B$/],
    [
      'linked',
      { state: 'linked', version: undefined, linkedTo: '01JC0000BBBB' },
      /equal to run 01JC0000[\s\S]*next: sluice runs churn 01JC0000$/,
    ],
    [
      'failed in its job',
      { state: 'failed', version: undefined, job: 'j', reason: { code: 'training-failed', message: 'no memory' } },
      /failed: no memory \(training-failed\)\nnext: sluice logs churn 01JD8Y0B\nnext: sluice upload churn/,
    ],
    [
      'refused as another unit',
      { state: 'refused', version: undefined, reason: { code: 'unit-change', message: 'metres' } },
      /next: sluice contract accept churn 01JD8Y0BAAAAAAAAAAAAAAAAAA --reason "\.\.\."$/,
    ],
  ] as const)('%s says what to do next', (_, more, text) =>
    expect(runText({ ...run, ...more } as Run, upload, 'artifacts')).toMatch(text),
  );
});

it('tells where a version serves, or how it would', () => {
  const stage = { model: 'churn', stage: 'staging', endpoint: 'e', approval: false };
  const serving = { version: 7, configuration: 'c', since: '2026-11-21T14:02:05.000Z', release: 'r' };
  expect(servingText({ model: 'churn', version: 7 }, [{ ...stage, serving }])).toBe(
    'serves staging since 2026-11-21 14:02 UTC',
  );
  expect(servingText({ model: 'churn', version: 8 }, [{ ...stage, serving }])).toBe(
    'serves no stage: sluice promote churn 8 --stage staging --watch',
  );
});

describe('the event log', () => {
  const log: RegistryEvent[] = [];
  for (let i = 0; i < 5; i += 1) {
    const head = log.at(-1) ?? EMPTY_CHAIN;
    const data = { stage: i % 2 ? 'staging' : 'production', release: `01JD${i}AAA`, run: '01JC' };
    log.push(nextEvent('churn', head, new Date(1e12 + i), { kind: 'release-live', actor: 'a', data }));
  }
  const head = log[4] as RegistryEvent;

  it('is whole when it leads to the head of the model', () => {
    expect(brokenAt('churn', log, head)).toBeUndefined();
    expect(brokenAt('churn', log, log[2] as RegistryEvent)).toBeUndefined(); // read while it grew
    expect(brokenAt('churn', [], { ...head, seq: 0 })).toBeUndefined();
  });

  it.each([
    ['an event was changed', log.map((e, i) => (i === 2 ? { ...e, actor: 'b' } : e)), 3, /content/],
    ['one is missing', log.toSpliced(1, 1), 2, /follows/],
    ['the newest ones are missing', log.slice(0, 3), 3, /counts 5 events/],
    ['all are missing', [], 0, /counts 5 events/],
  ] as const)('is broken when %s', (_, read, seq, reason) =>
    expect(brokenAt('churn', read, head)).toMatchObject({ seq, reason: expect.stringMatching(reason) }),
  );

  it('is broken when it was written anew', () => {
    expect(brokenAt('churn', log, { ...head, hash: 'f'.repeat(64) })).toMatchObject({ seq: 5 });
  });

  it('is narrowed by what was asked for', () => {
    const seqs = (filter: object) => selected(log, filter).map(({ seq }) => seq);
    expect(seqs({ stage: 'staging' })).toEqual([2, 4]);
    expect(seqs({ release: '01jd3' })).toEqual([4]);
    expect(seqs({ run: '01JC', stage: 'production' })).toEqual([1, 3, 5]);
    expect(seqs({ kind: 'drift-opened' })).toEqual([]);
  });
});

describe('logs', () => {
  const reader = (streams: Record<string, [string, string][]>): LogReader => ({
    streams: async (_group, prefix) => Object.keys(streams).filter((name) => name.startsWith(prefix)),
    tail: async (_group, stream, count) =>
      (streams[stream] ?? []).slice(-count).map(([time, message]) => ({ time, stream, message })),
  });

  it('of a run are those of its own jobs and attempt', () => {
    expect(runSources('sluice', run)).toEqual([
      { group: '/aws/sagemaker/TrainingJobs', prefix: 'sluice-churn-abababababab-2-' },
      { group: '/aws/sagemaker/TransformJobs', prefix: 'sluice-churn-abababababab-2-' },
    ]);
  });

  it('of several streams are one, by time, the last lines', async () => {
    const source = reader({
      'j-t0-0/algo-1': [
        ['1', 'a'],
        ['3', 'c'],
      ],
      'j-c0-0/algo-1': [
        ['2', 'b'],
        ['4', 'd'],
      ],
      'other/algo-1': [['5', 'e']],
    });
    const lines = await readLogs(source, [{ group: 'g', prefix: 'j-' }], 3);
    expect(lines.map(({ message }) => message)).toEqual(['b', 'c', 'd']);
  });

  it('name the job, and steer no terminal', () => {
    const line = {
      time: '2026-11-21T14:02:05.123Z',
      stream: 'sluice-churn-ab-2-t0-0/algo-1-1',
      message: 'loss\u001b[2J 0.3\n',
    };
    expect(logText(line)).toBe('2026-11-21 14:02:05  train     loss [2J 0.3');
  });
});

it('says of a stage what serves, and when that is not proved', () => {
  const stage = { model: 'churn', stage: 'production', endpoint: 'e', approval: false };
  const serving = { version: 7, configuration: 'c', since: '2026-11-21T14:02:05.000Z', release: 'r' };
  const unproved = { configuration: 'x', endpointStatus: 'InService', since: '2026-11-21T15:02:05.000Z', release: 'r' };
  expect(stageText(stage)).toBe('-');
  expect(stageText({ ...stage, serving })).toBe('v7');
  expect(stageText({ ...stage, serving, unproved })).toBe('v7 (not proved)');
  expect(stageText({ ...stage, serving, unproved, release: 'r' })).toBe('v7 (not proved) (release under way)');
});

describe('a contract', () => {
  const first = {
    model: 'churn',
    contract: 1,
    since: '2026-11-20T09:00:00.000Z',
    origin: 'first-upload' as const,
    author: 'jane',
    run: '01JC8Y0BAAAAAAAAAAAAAAAAAA',
    dataset: 'rows-sha256-v2:ab',
  };
  const accepted = {
    ...first,
    contract: 2,
    since: '2026-11-21T14:02:05.000Z',
    origin: 'accepted' as const,
    author: 'ben',
    reason: 'in metres\u001b[2J',
    refusal: 'unit-change',
    run: '01JD8Y0BAAAAAAAAAAAAAAAAAA',
  };
  it('is told with why it began, its columns and the versions before', () => {
    const schema = {
      v: 1 as const,
      task: 'binary-classification' as const,
      columns: [
        { name: 'length', type: 'number' as const, nulls: ['?'] },
        { name: 'plan', type: 'category' as const, values: ['basic', 'pro'] },
      ],
      target: { name: 'churned', type: 'category' as const, labels: ['no', 'yes'] as [string, string] },
    };
    const versions = [accepted, first];
    const text = contractText({ ...accepted, lastDataset: 'rows-sha256-v2:cd', schema, versions });
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
      'churn contract 2, since 2026-11-21 14:02 UTC',
      '  why     accepted on purpose, refused as unit-change: in metres [2J',
      '  author  ben',
      '  run     01JD8Y0BAAAAAAAAAAAAAAAAAA',
      '  target  churned (no, yes)',
      '  data    rows-sha256-v2:cd, the last that was accepted',
      'column  type      allowed',
      'length  number    missing: "?"',
      'plan    category  basic, pro',
      'contract  since                 run       why',
      '       2  2026-11-21 14:02 UTC  01JD8Y0B  accepted on purpose, refused as unit-change: in metres [2J',
      '       1  2026-11-20 09:00 UTC  01JC8Y0B  the first accepted upload',
    ]);
  });
});
