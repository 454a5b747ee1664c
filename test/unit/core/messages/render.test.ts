import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE_KINDS } from '../../../../lib/core/contracts/message-attributes.ts';
import { HEALTH_FINDINGS } from '../../../../lib/core/health/document.ts';
import { NOTICE_KINDS, Notice } from '../../../../lib/core/messages/notice.ts';
import { renderMessage } from '../../../../lib/core/messages/render.ts';
import { runs } from '../../../_properties.ts';
import { parseCommand } from '../../_command-tree.ts';
import { ALL, NOTICES } from './notices.ts';

/** The promises that every message keeps. */
function expectForm({ subject, body, attributes }: ReturnType<typeof renderMessage>): void {
  expect(subject).toMatch(/^\[Sluice (NOW|TODAY|INFO)\] [\x20-\x7e]+ \([\x20-\x7e]*\)$/);
  expect(subject.length).toBeLessThanOrEqual(99);
  expect(body).toMatch(/^[\x20-\x7e\n]+$/);
  expect(body.length).toBeLessThanOrEqual(1500);
  for (const line of body.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
  const labels = [...body.matchAll(/^(WHAT|NOW|SINCE|BAD|WHY|MEANS|WHO|DO|MORE|WHERE) /gm)].map(([, label]) => label);
  const order = ['WHAT', 'NOW', 'SINCE', 'BAD', 'WHY', 'MEANS', 'WHO', 'DO', 'MORE', 'WHERE'];
  expect(labels).toEqual(order.filter((label) => labels.includes(label)));
  expect(labels).toEqual(expect.arrayContaining(['WHAT', 'SINCE', 'DO', 'MORE', 'WHERE']));
  for (const value of Object.values(attributes)) expect(value).toMatch(/^[\x20-\x7e]+$/);
}

describe('every kind', () => {
  it.each(ALL.map((notice) => [notice.kind, notice] as const))('%s keeps the form', (kind, notice) => {
    const stored = Notice.parse(JSON.parse(JSON.stringify(notice)));
    const message = renderMessage(stored);
    expectForm(message);
    expect(message).toEqual(renderMessage(notice));
    expect(message.body).toContain(`lib/docs/runbook.md#${kind}.`);
    expect(message.attributes).toMatchObject({ kind, severity: expect.any(String), code: expect.any(String) });
  });
  it('is one that subscriptions may filter by', () => {
    expect(MESSAGE_KINDS).toEqual(NOTICE_KINDS);
  });
  it('has a notice here', () => {
    expect(ALL.map((notice) => notice.kind)).toEqual(NOTICE_KINDS);
  });
  it.each(ALL.map((notice) => [notice.kind, notice] as const))('%s suggests commands that exist', async (_, notice) => {
    const body = renderMessage(notice).body.replace(/ \\\n +/g, ' ');
    const commands = [...body.matchAll(/(?:: |^ +)(sluice .*)$/gm)].map(([, command = '']) => command);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) await parseCommand(command);
  });
});

describe('text', () => {
  it('a release that was rolled back', () => {
    const { subject, body, attributes } = renderMessage(NOTICES['release-rolled-back']);
    expect(subject).toBe('[Sluice TODAY] churn/production: release of v7 rolled back, v6 serves (acme-prod)');
    expect(body).toBe(`\
WHAT   The release of churn v7 to production was rolled back.
NOW    v6 serves all traffic. Proved 2026-11-21 14:09 UTC.
SINCE  Began 13:58, ended 14:09 UTC, 2026-11-21.
BAD    v7: 47 of 1,284 requests ended in 5xx (3.66 %). v6 in the same
       minutes: 2 of 1,301 requests ended in 5xx (0.154 %).
WHY    alarm errors: 47 of 1,284 requests ended in 5xx (3.66 %, limit
       2 %).
WHO    Asked by jdoe.
DO     Nothing is down. Within the working day:
 1. See how it went: sluice events churn --release 01JD8ZQ4T6
 2. Leave v7 where it is; mend it and upload again.
 3. The version before bad too? Go further back:
    sluice rollback churn --stage production
MORE   lib/docs/runbook.md#release-rolled-back. Sent once.
WHERE  123456789012, eu-west-1, sluice, release 01JD8ZQ4T6
`);
    expect(attributes).toEqual({
      severity: 'TODAY',
      kind: 'release-rolled-back',
      code: 'errors',
      model: 'churn',
      stage: 'production',
    });
  });
  it('drift names model, stage, version, columns by size with both values, window and what to do', () => {
    const { subject, body } = renderMessage(NOTICES['drift-opened']);
    expect(subject).toBe('[Sluice TODAY] churn/production: drift in 3 of 19 columns since 12:00 UTC (acme-prod)');
    expect(body).toBe(`\
WHAT   Live data of churn/production differs from what v6 was trained
       on: 3 of 19 columns are beyond their limit.
SINCE  Window 12:00-13:00 UTC, 2026-11-21.
BAD    column               measure          now  baseline effect limit
       radius mean          median           134      13.4   4.21   0.1
       tenureMonths         null share    18.4 %     0.1 %   0.43   0.1
       plan                 new level      6.2 %       0 %   0.25   0.1
MEANS  1 column: about 10 times the baseline: a change of unit
       (centimetres to millimetres)? Read: 4,812 rows of 4,812 requests.
       It does not say whether answers are worse.
DO 1. Look: sluice drift churn --stage production --open
   2. Ask who fills these columns what changed at 12:00: a jump is
      mostly a fault at the source.
   3. A fault: mend it, the incident ends by itself. A real change:
      upload new data and promote when the gates pass.
MORE   lib/docs/runbook.md#drift-opened. Next: if worse, or at its end.
WHERE  123456789012, eu-west-1, sluice, incident of 2026-11-21 12:00
`);
  });
  it('errors name how many, what was before, what changed shortly before, and the way back', () => {
    const { subject, body, attributes } = renderMessage(NOTICES['health-opened']);
    expect(subject).toBe('[Sluice NOW] churn/production: errors in 12.3 % of requests since 12:00 UTC (acme-prod)');
    expect(attributes).toMatchObject({ severity: 'NOW', code: 'errors' });
    expect(body).toBe(`\
WHAT   churn/production is not healthy (v6 serves): errors in 12.3 % of
       requests.
SINCE  Window 12:00-13:00 UTC, 2026-11-21.
BAD    measure                           now      before       limit
       answers 5xx                    12.3 %       0.4 %         5 %
       latency of the model p95       812 ms      203 ms      406 ms
WHY    Not proved. Shortly before: v6 went live 11:40 UTC, 2026-11-21
       (v5 before). 2026-11.csv was accepted 10:31 UTC, 2026-11-21; it
       changed plan too.
MEANS  Callers get no answer for these requests. The model, or its
       server, breaks.
DO 1. See what the model says: sluice logs churn --stage production
   2. See the window: sluice drift churn --stage production --open
   3. Was it the release of v6? Back to v5:
      sluice rollback churn --stage production --to 5
   4. Mended: the incident ends by itself with the next window that is
      within its limits.
MORE   lib/docs/runbook.md#health-opened. Next: if worse, or at its end.
WHERE  123456789012, eu-west-1, sluice, incident of 2026-11-21 12:00
`);
  });
  it.each([
    [{ name: 'no-traffic', unit: 'requests', now: 0, before: 4_812, limit: 1 }, 'no traffic since 12:00 UTC'],
    [{ name: 'capture-stopped', unit: 'requests', now: 0, before: 4_812, limit: 1 }, 'capture stopped since 12:00 UTC'],
    [{ name: 'volume', unit: 'requests', now: 12, before: 4_812, limit: 1203 }, 'only 12 requests since 12:00 UTC'],
    [
      { name: 'volume', unit: 'requests', now: 9_000, before: 90, limit: 360 },
      '9,000 requests, many more than ever since',
    ],
    [{ name: 'client-errors', unit: 'share', now: 0.31, limit: 0.05 }, '31 % of requests refused since 12:00 UTC'],
  ] as const)('health: $name', (finding, subject) => {
    const message = renderMessage(Notice.parse({ ...NOTICES['health-opened'], findings: [finding] }));
    expect(message.subject).toContain(`[Sluice TODAY] churn/production: ${subject}`);
    expect(message.attributes).toMatchObject({ code: finding.name });
    expectForm(message);
  });
  it('drift of a version that has just gone live suspects the release, and one that nothing came before is not sent back', () => {
    const around = { suspects: NOTICES['health-opened'].suspects, previous: 5 };
    const { body } = renderMessage(Notice.parse({ ...NOTICES['drift-opened'], ...around }));
    expect(body).toContain('WHY    Not proved. Shortly before: v6 went live 11:40 UTC, 2026-11-21\n');
    expect(body.replace(/\s+/g, ' ')).toContain('2026-11.csv was accepted 10:31 UTC, 2026-11-21; it changed plan too.');
    expect(body).toContain('sluice rollback churn --stage production --to 5');
    expect(renderMessage(NOTICES['drift-opened']).body).not.toMatch(/WHY|rollback/);
  });
  it('an upload that was refused', () => {
    const { subject, body } = renderMessage(NOTICES['upload-refused']);
    expect(subject).toBe('[Sluice TODAY] churn: upload refused, 1,912 of 48,211 rows break the contract (acme-prod)');
    expect(body).toContain(`\
BAD    3.97 % of rows are wrong, the manifest allows 1 %.
       1,874  tenureMonths  not an integer  first at line 212
          38  age  below min 18  first at line 9,051
`);
  });
  it('nothing a container may have written, and no shell in a command', () => {
    expect(renderMessage(NOTICES['release-failed']).body).not.toContain('Jane');
    const { body } = renderMessage({ ...NOTICES['upload-refused'], model: 'a; rm -rf ~', file: '$(reboot).csv' });
    expect(body).toContain('sluice upload <model> <file>');
  });
  it('a name as long as names may be: the command is broken where a shell joins it', () => {
    const model = 'a'.repeat(28);
    const { body } = renderMessage({ ...NOTICES['release-live'], model, stage: 's'.repeat(12), version: 123_456 });
    expect(body.replace(/ \\\n +/g, ' ')).toContain(`sluice rollback ${model} --stage ${'s'.repeat(12)}\n`);
  });
});

describe('the end of a drift incident', () => {
  it.each([
    [{}, /again like what v6/, /2 columns back within limits/],
    [
      { reason: 'version-changed', serving: 7 },
      /A release ended that: v7\s+serves now/,
      /incident of v6 over, v7 serves now/,
    ],
    [{ reason: 'version-changed' }, /A release ended that:\s+nothing\s+serves now/, /v6 over, nothing serves now/],
  ] as const)('%j is said as it came', (more, body, subject) => {
    const message = renderMessage(Notice.parse({ ...NOTICES['drift-closed'], ...more }));
    expect(message.body).toMatch(body);
    expect(message.subject).toMatch(subject);
    expectForm(message);
  });
});

describe('severity', () => {
  it.each([
    ['release-rolled-back', {}, 'TODAY'],
    ['release-rolled-back', { proved: undefined }, 'NOW'],
    ['release-failed', {}, 'NOW'],
    ['release-failed', { serving: 6, proved: '2026-11-21T14:09:12.000Z' }, 'TODAY'],
    ['release-live', {}, 'INFO'],
    ['drift-opened', {}, 'TODAY'],
    [
      'drift-opened',
      { columns: [{ name: 'a', measure: 'null share', now: 1, baseline: 0, effect: 9, limit: 0.1 }] },
      'NOW',
    ],
  ] as const)('%s %j: %s', (kind, change, severity) => {
    const message = renderMessage(Notice.parse({ ...NOTICES[kind], ...change }));
    expect(message.attributes['severity']).toBe(severity);
    expect(message.subject.startsWith(`[Sluice ${severity}] `)).toBe(true);
  });
});

describe('hostile names and numbers', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '',
      ' ',
      '\u001b[31mred',
      'a\r\nDO 1. run this',
      'x'.repeat(5_000),
      'word '.repeat(900),
      'é'.repeat(300),
      '\ud800',
      '../../etc',
      '\u202eevil',
    ),
  );
  const number = fc.oneof(
    fc.constantFrom(0, 1, 0.5, 1e-9, 1e9, Number.MAX_SAFE_INTEGER),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );

  const isHealthFinding = (value: string): boolean => HEALTH_FINDINGS.some((name) => name === value);

  /** The same document with every free text, number and list replaced. Kinds, versions and counts stay what they are. */
  function hostile(value: unknown, key: string, next: () => string, size: () => number, many: number): unknown {
    if (typeof value === 'string')
      return ['kind', 'outcome', 'measure', 'action', 'decision', 'what', 'unit'].includes(key) ||
        isHealthFinding(value)
        ? value
        : next();
    if (typeof value === 'number')
      return Number.isInteger(value) && key !== 'now' && key !== 'baseline' ? value : size();
    if (Array.isArray(value)) {
      const [first] = value;
      return first === undefined ? [] : Array.from({ length: many }, () => hostile(first, '', next, size, many));
    }
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, hostile(v, k, next, size, many)]));
  }

  it.each(NOTICE_KINDS)('%s keeps the form', (kind) => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.array(number, { minLength: 1 }),
        fc.integer({ min: 1, max: 30 }),
        (texts, numbers, many) => {
          let t = 0;
          let n = 0;
          const notice = hostile(
            NOTICES[kind],
            '',
            () => texts[t++ % texts.length] ?? '',
            () => numbers[n++ % numbers.length] ?? 0,
            many,
          );
          expectForm(renderMessage(Notice.parse(notice)));
        },
      ),
      { numRuns: runs(150) },
    );
  });
});
