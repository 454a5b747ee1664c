import { describe, expect, it } from 'vitest';
import { table } from '../../../lib/cli/output/table.ts';
import { number, percent, printable, seconds, when } from '../../../lib/cli/output/text.ts';
import { stateTone } from '../../../lib/cli/output/tones.ts';
import { endText, headText, lookText, type Release } from '../../../lib/cli/release/text.ts';
import { badEnd } from '../../../lib/cli/upload/watch.ts';

describe('numbers', () => {
  it.each([
    [1284, '1,284'],
    [0.00036, '0.00036'],
    [12345.678, '12,346'],
    [0.123456, '0.123'],
  ])('%s is written %s', (value, text) => expect(number(value)).toBe(text));
  it('writes shares and durations', () => {
    expect(percent(0.0366)).toBe('3.66 %');
    expect([seconds(3.21), seconds(59.6), seconds(125)]).toEqual(['3.2 s', '60 s', '2 min 5 s']);
  });
});

it.each([
  ['2026-11-21T14:02:00Z', 'now, 2026-11-21 14:02 UTC'],
  ['2026-11-21T13:03:00Z', '59 min ago, 2026-11-21 13:03 UTC'],
  ['2026-11-21T13:02:00+02:00', '3 h ago, 2026-11-21 11:02 UTC'],
  ['2026-11-19T14:00:00Z', '2 d ago, 2026-11-19 14:00 UTC'],
])('%s was %s', (time, text) => expect(when(time, Date.parse('2026-11-21T14:02:30Z'))).toBe(text));

it('paints a column of states and keeps its width', () => {
  const columns = [{ title: 'state', tone: stateTone }, { title: 'n' }];
  const paint = (text: string): string => `<${text}>`;
  expect(
    table(
      columns,
      [
        ['live', '1'],
        ['running', '2'],
      ],
      paint,
    ),
  ).toBe(['state    n', '<live   >  1', 'running  2'].join('\n'));
});

it('aligns numbers to the right, and lets no control character through', () => {
  const text = table(
    [{ title: 'name' }, { title: 'n', align: 'right' }],
    [
      ['a\u001b[31m', '1'],
      ['longer', '1,000'],
    ],
  );
  expect(text).toBe(['name        n', 'a [31m      1', 'longer  1,000'].join('\n'));
  expect(printable('a\nb\u009bc')).toBe('a b c');
});

const release = (more: Partial<Release>): Release => ({
  model: 'churn',
  release: '01JD8ZQ4T6AAAAAAAAAAAAAAAA',
  stage: 'production',
  kind: 'promote',
  version: 7,
  from: 6,
  author: 'a',
  state: 'shifting',
  fence: 2,
  endpoint: 'e',
  configuration: 'c-2',
  rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 },
  effectiveShare: 0.5,
  requested: '2026-11-21T13:58:00.000Z',
  ...more,
});

describe('a release', () => {
  const progress: NonNullable<Release['progress']> = {
    time: '2026-11-21T14:02:00.000Z',
    phase: 'canary',
    share: 0.5,
    endpointStatus: 'Updating',
    alarms: { errors: 'OK', latency: 'OK', abort: 'INSUFFICIENT_DATA' },
    limits: { errorRate: 0.02, latencyMs: 1000 },
    candidate: { requests: 4790, errors: 3 },
    champion: { requests: 4812, errors: 0 },
  };

  it('begins with what is to move, asked and effective share', () => {
    const plan = release({ rollout: { strategy: 'canary', size: 30, bakeMinutes: 10 } });
    expect(headText(plan)).toBe(
      'release 01JD8ZQ4  churn production  v6 -> v7   canary of 50 % (asked 30 %), bake 10 min',
    );
  });

  it('is told with what serves now, the guards with their limits, and who failed', () => {
    expect(lookText(release({ progress }))).toBe(
      [
        '  14:02:00  canary     v7 serves 50 %, v6 50 %    errors OK (limit 2 %) · latency OK (limit 1,000 ms)',
        '            failed     v7 3 of 4,790 (0.0626 %) · v6 0 of 4,812 (0 %)',
      ].join('\n'),
    );
  });

  it.each([
    ['the abort alarm when it is set', { alarms: { abort: 'ALARM' } }, /abort ALARM/],
    ['that nothing has come yet', { candidate: { requests: 0, errors: 0 } }, /v7 no requests yet/],
    ['the old version before the shift', { share: 0 }, /v6 serves all/],
    ['the new version after it', { share: 1 }, /v7 serves all/],
  ])('tells %s', (_, more, text) => expect(lookText(release({ progress: { ...progress, ...more } }))).toMatch(text));

  it('tells that nothing serves before a first release', () => {
    const { from: _, ...first } = release({ progress: { ...progress, share: 0 } });
    expect(lookText(first)).toMatch(/nothing serves yet/);
  });

  it('ends with its proof, and a bad end with its cause', () => {
    const proof = { endpointStatus: 'InService', configuration: 'c-1', time: '2026-11-21T14:09:12.000Z' };
    expect(endText(release({ state: 'live', proof }))).toBe(
      'production serves v7, proved 14:09:12: InService on configuration c-1',
    );
    const bad = endText(
      release({
        state: 'rolled-back',
        fromConfiguration: 'c-1',
        proof,
        cause: { code: 'errors', message: 'alarm errors: 47 of 1,284' },
      }),
    );
    expect(bad).toBe(
      [
        'ROLLED BACK: production serves v6, proved 14:09:12',
        'Cause: alarm errors: 47 of 1,284',
        'Proof: InService on configuration c-1',
      ].join('\n'),
    );
  });

  it.each([
    ['was changed by hand', { endpointStatus: 'InService', configuration: 'by-hand' }, /serves configuration by-hand/],
    ['could not be created', { endpointStatus: 'Failed', configuration: 'c-2' }, /serves nothing/],
    ['is gone', undefined, /serves nothing/],
  ])('claims no version where the endpoint %s', (_, found, text) => {
    const end = release({
      state: 'failed',
      fromConfiguration: 'c-1',
      ...(found ? { proof: { ...found, time: '2026-11-21T14:09:12.000Z' } } : {}),
    });
    expect(endText(end)).toMatch(text);
    expect(endText(end)).not.toMatch(/serves v/);
  });
});

it('tells a refused upload with every finding and its mend', () => {
  const text = badEnd({
    upload: {
      model: 'churn',
      state: 'refused',
      author: 'a',
      key: 'k',
      time: 't',
      refusal: {
        code: 'unit-change',
        message: '1 of 3 columns: area.',
        findings: [
          {
            column: 'area',
            rule: 'unit-change',
            expected: 'median about 10',
            seen: 'median 100',
            cause: 'millimetres?',
            mend: 'mend the unit',
          },
        ],
      },
    },
  });
  expect(text).toBe(
    'refused: 1 of 3 columns: area. (unit-change)\n  area: expected median about 10, median 100; millimetres?\n    mend: mend the unit',
  );
});
