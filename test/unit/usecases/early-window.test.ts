/** When a window that has just closed is judged: as soon as its captured requests are there, and 20 minutes after its end at the latest. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { CAPTURE_DELAY_MINUTES } from '../../../lib/core/contracts/monitoring-schedule.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { secondsToNextLook } from '../../../lib/core/usecases/drift/count-when-whole.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { runs } from '../../_properties.ts';
import { type Death, dying } from './_dying.ts';
import { type Arrivals, type Deliver, type Played, playHour } from './_looks.ts';
import { at, configurationOf, type MonitoredStage, monitoredStage, windowAt } from './_monitored.ts';

const HOUR = 9;
const END = at(HOUR + 1);
/** Requests of the hour, ten times the training data: drift. */
const ROWS = 250;

let monitored: MonitoredStage;
/** Serves since the window began, so no other one is asked for. */
async function serving(): Promise<void> {
  monitored = await monitoredStage();
  const begin = at(HOUR + 0.05);
  await monitored.stage({ fence: 1, since: begin });
  await monitored.release(1, { requested: begin, shifted: begin, ended: begin });
}
beforeEach(serving);

const captured =
  (rows = ROWS, file = 'a') =>
  () =>
    monitored.capture(HOUR, { scale: 10, rows, file });
const counted =
  (requests = ROWS, errors = 0) =>
  () =>
    monitored.count(HOUR, { requests, errors });
/** The first minute after the window is counted: those before it are. */
const countedOn = () => monitored.count(HOUR + 1, { requests: 4, errors: 0, minute: 0 });

/** Minutes of the looks at the window, and when its drift was told. */
const play = (arrivals: Arrivals, more?: { copies?: number }): Promise<Played> =>
  playHour(monitored.platform, END, arrivals, more);
const minutes = ({ looks }: Played): number[] => looks.map(({ minute }) => minute);
const outcomes = ({ looks }: Played): string[] => looks.map(({ outcome }) => outcome);
const opened = ({ told }: Played): number[] =>
  told.flatMap(({ kind, minute }) => (kind === 'drift-opened' ? [minute] : []));

const reportKey = (): string => {
  const { from, to } = windowAt(HOUR);
  return `churn/reports/drift/production/${configurationOf(1)}/${from}_${to}.json`;
};
const report = async (): Promise<DriftReport> =>
  DriftReport.parse(JSON.parse(await monitored.platform.ports.objects.text({ bucket: 'artifacts', key: reportKey() })));

describe('a window whose captured requests are there', () => {
  test('within a minute is judged at the first look, and told within five minutes of its end', async () => {
    const played = await play([
      [1, captured()],
      [1.5, counted()],
      [1.9, countedOn],
    ]);
    expect(outcomes(played)).toEqual(['drift']);
    expect(opened(played)).toEqual([2]);
  });

  test('and that nobody called after is judged when its counts have settled, within five minutes too', async () => {
    const played = await play([
      [1, captured()],
      [1.5, counted()],
    ]);
    expect(outcomes(played)).toEqual(['waits', 'drift']);
    expect(opened(played)).toEqual([4]);
  });

  test('eight minutes late waits for them, and is told within five minutes of when they came', async () => {
    const played = await play([
      [1.5, counted()],
      [1.9, countedOn],
      [8.1, captured()],
    ]);
    expect(minutes(played)).toEqual([2, 4, 8, 12]);
    expect(opened(played)).toEqual([12]);
  });

  test('but for the last files is judged early; the second reading counts these and tells nobody', async () => {
    const most = 0.96 * ROWS;
    const rest = [30, captured(ROWS - most, 'b')] as const;
    const first = await play([[1, captured(most)], [1.5, counted()], [1.9, countedOn], rest]);
    expect(outcomes(first)).toEqual(['drift']);
    expect(await report()).toMatchObject({ requests: most });
    expect(first.told).toHaveLength(1);
    await monitored.count(HOUR + 1, { requests: ROWS, errors: 0 });
    await monitored.capture(HOUR + 1, { scale: 10, rows: ROWS + 4 });
    const second = await playHour(monitored.platform, at(HOUR + 2), [
      [1.9, () => monitored.count(HOUR + 2, { requests: 1, errors: 0, minute: 0 })],
    ]);
    expect(second.looks).toMatchObject([
      { minute: 2, from: at(HOUR), reading: 2, outcome: 'drift' },
      { minute: 2, from: at(HOUR + 1), reading: 1, outcome: 'drift' },
    ]);
    expect(await report()).toMatchObject({ requests: ROWS });
    expect(second.told).toEqual([]);
  });

  test('is not judged before its counts are: those of its last minutes may be errors', async () => {
    const late = () => monitored.count(HOUR, { requests: 60, errors: 60, minute: 59 });
    const played = await play([
      [1, captured()],
      [1.5, counted(ROWS - 60)],
      [1.9, countedOn],
      [5, late],
    ]);
    expect(outcomes(played)).toEqual(['waits', 'waits', 'drift']);
    expect(played.told.map(({ kind }) => kind)).toEqual(['health-opened', 'drift-opened']);
    expect((await report()).health).toMatchObject({ requests: ROWS, serverErrors: 60 });
  });
});

describe('a window whose captured requests never come', () => {
  test('is judged 20 minutes after its end by those that did', async () => {
    const played = await play([
      [1, captured(ROWS - 30)],
      [1.5, counted()],
    ]);
    expect(minutes(played)).toEqual([2, 4, 8, 12, 16, 20]);
    expect(
      outcomes(played)
        .slice(0, -1)
        .every((outcome) => outcome === 'waits'),
    ).toBe(true);
    expect(opened(played)).toEqual([20]);
  });

  test('has stopped being captured only then', async () => {
    const played = await play([
      [1.5, counted()],
      [1.9, countedOn],
    ]);
    expect(minutes(played)).toEqual([2, 4, 8, 12, 16, 20]);
    expect(outcomes(played).at(-1)).toBe('capture-stopped');
    expect(played.told).toMatchObject([{ minute: 20, kind: 'health-opened' }]);
  });

  test('for all of them failed is told of at once, and not as one that was not captured', async () => {
    const played = await play([
      [1.5, counted(ROWS, ROWS)],
      [1.9, countedOn],
    ]);
    expect(played.told).toMatchObject([{ minute: 2, kind: 'health-opened' }]);
    expect((await report()).health?.findings.map(({ name }) => name)).toEqual(['errors']);
  });

  test('nor any count, has no traffic only then; until then three looks cost little and write nothing', async () => {
    const { objects } = monitored.platform.ports;
    const [artifacts, items] = [objects.dump('artifacts'), monitored.platform.items('')];
    const untouched = async () => {
      expect(objects.dump('artifacts')).toEqual(artifacts);
      expect(monitored.platform.items('')).toEqual(items);
    };
    const played = await play([[19, untouched]]);
    expect(minutes(played)).toEqual([2, 8, 20]);
    expect(outcomes(played)).toEqual(['waits', 'waits', 'no-traffic']);
  });
});

describe('whoever dies while a window waits', () => {
  /** Not counted to its end at the first look, not captured at the second, whole at the third. */
  async function played(death?: Death): Promise<Played & { calls: string[] }> {
    await serving();
    const { ports } = monitored.platform;
    const calls: string[] = [];
    const arrivals: Arrivals = [
      [1, captured(100)],
      [1.5, counted()],
      [5, captured()],
    ];
    const deliver: Deliver = async (handle) => {
      const due = death && death.call >= calls.length ? { ...death, call: death.call - calls.length } : undefined;
      return handle(dying(ports, ['registry', 'objects', 'metrics', 'driftQueue'], (call) => calls.push(call), due));
    };
    return { ...(await playHour(monitored.platform, END, arrivals, { deliver })), calls };
  }

  test.each([
    ['before a call', { done: false, survives: false }],
    ['after a call', { done: true, survives: false }],
  ])('%s leaves it to its request, or to the one that was put back: it is told of once', async (_, how) => {
    const whole = await played();
    expect(outcomes(whole)).toEqual(['waits', 'waits', 'drift']);
    const waiting = whole.calls.lastIndexOf('driftQueue.send');
    expect(waiting).toBeGreaterThan(8);
    for (let call = 0; call <= waiting; call++) {
      const run = await played({ call, ...how });
      const where = `${whole.calls[call]} (${call})`;
      expect(outcomes(run).at(-1), where).toBe('drift');
      expect(outcomes(run), where).toContain('died');
      expect(
        run.told.map(({ kind }) => kind),
        where,
      ).toEqual(['drift-opened']);
    }
  });
});

test('by hand a window is judged as it is', async () => {
  await captured(100)();
  monitored.platform.ports.clock.set(END);
  const { driftQueue } = monitored.platform.ports;
  const asked = { v: 1 as const, model: 'churn', stage: 'production', ...windowAt(HOUR) };
  expect(await watchDrift(monitored.platform.ports, asked)).toMatchObject({ outcome: 'not-enough-data' });
  expect(driftQueue.sent).toEqual([]);
});

test('whenever captures and counts come, and however often its request, a window is told of once, at the first look after', async () => {
  const minute = fc.double({ min: 0, max: 19, noNaN: true });
  await fc.assert(
    fc.asyncProperty(minute, minute, fc.integer({ min: 1, max: 3 }), async (captures, counts, copies) => {
      await serving();
      const played = await play(
        [
          [captures, captured()],
          [counts, counted()],
        ],
        { copies },
      );
      expect(played.told.map(({ kind }) => kind)).toEqual(['drift-opened']);
      const there = Math.max(captures, counts, 4);
      const told = played.told[0]?.minute ?? Number.NaN;
      expect(told).toBeGreaterThanOrEqual(there);
      // Of what nobody counts it is supposed that nobody called.
      const longest = counts > 2 ? CAPTURE_DELAY_MINUTES : 4;
      expect(told).toBeLessThanOrEqual(Math.min(there + longest, CAPTURE_DELAY_MINUTES));
      expect(Math.max(...minutes(played))).toBeLessThanOrEqual(CAPTURE_DELAY_MINUTES);
    }),
    { numRuns: runs(10) },
  );
});

test('looks end at the deadline, are few, and no message is held back for longer than SQS can', () => {
  const deadline = Date.parse(END) + CAPTURE_DELAY_MINUTES * 60_000;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: CAPTURE_DELAY_MINUTES * 60_000 }), fc.boolean(), (left, isCalled) => {
      let now = deadline - left;
      for (let looks = 0; now < deadline; looks++) {
        const seconds = secondsToNextLook(new Date(now), new Date(deadline).toISOString(), isCalled);
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(900);
        expect(looks).toBeLessThan(6);
        now += seconds * 1000;
      }
      expect(now - deadline).toBeLessThan(1000);
    }),
  );
});
