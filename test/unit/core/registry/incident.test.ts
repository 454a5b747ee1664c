/** The law of incidents: a message each of opened, worsened and closed, and no more whatever the windows say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IncidentEvent, incidentEventId } from '../../../../lib/core/contracts/incidents.ts';
import { Incident, type IncidentFinding } from '../../../../lib/core/registry/entities.ts';
import { afterWindow, closed, type WindowFinding } from '../../../../lib/core/registry/incident.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-02T00:00:00.000Z');
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const window = (hour: number, findings: readonly (IncidentFinding | string)[] = []): WindowFinding => ({
  kind: 'drift',
  model: 'churn',
  stage: 'production',
  version: 1,
  configuration: 'c',
  window: { from: at(hour), to: at(hour + 1) },
  report: `report-${hour}`,
  findings: findings.map((finding) => (typeof finding === 'string' ? { name: finding, effect: 0.1 } : finding)),
});

/** Windows in their order: what each changed, and the incidents in the end. */
function lived(windows: readonly WindowFinding[]) {
  let incidents: Incident[] = [];
  const changes = windows.map((each) => {
    const next = afterWindow(incidents, each, each.window.to);
    if (!next) return 'none';
    // As it is stored and read again.
    const incident = Incident.parse(JSON.parse(JSON.stringify(next.incident)));
    incidents = [incident, ...incidents.filter(({ since }) => since !== incident.since)];
    return next.change;
  });
  return { changes, incidents };
}

describe('an incident', () => {
  test('opens, goes on and closes, and keeps what was not told', () => {
    const { changes, incidents } = lived([window(0), window(1, ['x']), window(2, ['x']), window(3), window(4)]);
    expect(changes).toEqual(['none', 'opened', 'continued', 'closed', 'none']);
    expect(incidents).toMatchObject([
      {
        ...{ kind: 'drift', since: at(1), state: 'closed', last: at(4), columns: ['x'], end: { reason: 'no-drift' } },
        untold: [
          { change: 'opened', window: { from: at(1), to: at(2) }, report: 'report-1', findings: ['x'] },
          { change: 'closed', window: { from: at(3), to: at(4) }, report: 'report-3', findings: ['x'] },
        ],
      },
    ]);
  });

  test('of before has no kind and nothing untold, and still parses', () => {
    const old = { v: 1, model: 'm', stage: 's', since: at(0), state: 'open', version: 1, report: 'r', columns: ['x'] };
    const incident = Incident.parse({ ...old, last: at(1) });
    expect(incident).toMatchObject({ kind: 'drift', untold: [] });
    expect(afterWindow([incident], window(1, ['x']), at(2))?.change).toBe('continued');
    expect(afterWindow([incident], window(1), at(2))?.change).toBe('closed');
  });

  test('is worse by a new finding or one twice as strong, a day after the last message at the earliest', () => {
    const twice = { name: 'x', effect: 0.2 };
    const some = { name: 'x', effect: 0.19 };
    expect(lived([window(0, ['x']), window(23, [twice, 'y'])]).changes[1]).toBe('continued');
    expect(lived([window(0, ['x']), window(24, [some])]).changes[1]).toBe('continued');
    const worse = lived([window(0, ['x']), window(24, [twice]), window(25, ['y']), window(48, ['y', 'x'])]);
    expect(worse.changes).toEqual(['opened', 'worsened', 'continued', 'worsened']);
    expect(worse.incidents[0]?.untold.map((entry) => entry.worse)).toEqual([undefined, ['x'], ['y']]);
  });

  test('that becomes urgent is told at once, once', () => {
    const gone = (name: string) => ({ name, effect: 1, urgent: true });
    const windows = [window(0, ['x']), window(1, [gone('y'), 'x']), window(2, [gone('y'), gone('x')])];
    expect(lived(windows).changes).toEqual(['opened', 'worsened', 'continued']);
    expect(lived(windows).incidents[0]?.untold[1]?.worse).toEqual(['y']);
  });

  test('that comes back within a day closes only after a day without', () => {
    const windows = [
      window(0, ['x']),
      window(1),
      window(2, ['x']),
      window(3),
      window(4, ['x']),
      window(27),
      window(28),
    ];
    const { changes, incidents } = lived(windows);
    expect(changes).toEqual(['opened', 'closed', 'opened', 'none', 'continued', 'none', 'closed']);
    expect(incidents.map(({ since, returned }) => [since, returned])).toEqual([
      [at(2), true],
      [at(0), undefined],
    ]);
  });

  test('that a release ended says nothing of the next version: its own opens and closes as ever', () => {
    const { incident } = afterWindow([], window(0, ['x']), at(1)) ?? {};
    if (!incident) throw new Error('nothing opened');
    const ended = closed(incident, { window: { from: at(0), to: at(2) }, at: at(2) }, { reason: 'version-changed' });
    expect(afterWindow([ended], window(2, ['x']), at(3))?.incident.returned).toBeUndefined();
  });
});

/** Any year of windows: bad or not, of any strength, each perhaps delivered again or late. */
const windows = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 30 }),
      findings: fc.uniqueArray(
        fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), effect: fc.integer({ min: 1, max: 64 }) }),
        { selector: ({ name }) => name, maxLength: 4 },
      ),
      again: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) => {
    let hour = 0;
    return all.flatMap(({ pause, findings, again }) => {
      hour += pause;
      const each = window(hour, findings);
      const late = findings.length > 0 ? [window(hour - 1)] : [];
      return again ? [each, each, ...late] : [each];
    });
  });

describe('whatever the windows say', () => {
  const told = (all: readonly WindowFinding[]) =>
    lived(all).incidents.flatMap(({ untold, since }) => untold.map((entry) => ({ ...entry, since })));

  test('each incident is opened once and closed at most once, and what was seen or came late changes nothing', () => {
    fc.assert(
      fc.property(windows, (all) => {
        const { incidents } = lived(all);
        expect(incidents.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1);
        for (const { untold, state } of incidents) {
          const changes = untold.map(({ change }) => change);
          expect(changes[0]).toBe('opened');
          expect(changes.slice(1).filter((change) => change === 'opened')).toEqual([]);
          expect(changes.indexOf('closed')).toBe(state === 'closed' ? changes.length - 1 : -1);
        }
        const once = all.filter((each, i) => all.findIndex(({ report }) => report === each.report) === i);
        expect(told(all).map(({ change }) => change)).toEqual(told(once).map(({ change }) => change));
      }),
    );
  });

  test('a message of one kind comes once a day at most: in any 24 hours at most two of opened, worsened, closed each', () => {
    fc.assert(
      fc.property(windows, (all) => {
        const times = Map.groupBy(told(all), ({ change }) => change);
        for (const entries of times.values()) {
          const ends = entries.map(({ window: { to } }) => Date.parse(to)).sort((a, b) => a - b);
          for (const [i, end] of ends.entries())
            expect(end - (ends[i - 2] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(DAY);
        }
      }),
    );
  });
});

test('the event that the documents show is one', () => {
  const file = path.resolve(import.meta.dirname, '../../../../lib/docs/monitoring.md');
  const [, json = ''] = /^```json\n([\s\S]*?)^```/m.exec(readFileSync(file, 'utf8')) ?? [];
  const event = IncidentEvent.parse(JSON.parse(json));
  expect(event.id).toBe(incidentEventId(event));
});
