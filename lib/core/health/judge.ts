/**
 * Which measures of a window's health are findings. Thresholds, not tests: requests of one hour share its bursts, so no
 * p-value of theirs is honest. Each finding is either beyond a limit that the user stated, or a multiple of the worst that
 * was seen in weeks of windows, which chance does not reach. So they take nothing of the budget of false alarms.
 */
import { HEALTH_FINDINGS, type Health, type HealthFinding, type HealthFindingName } from './document.ts';

/** What SageMaker counted in a window. */
export interface HealthWindow {
  /** Begin, ISO 8601. */
  readonly from: string;
  readonly requests: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Latency of the model, 95th and 99th percentile, and of SageMaker around it, milliseconds. */
  readonly p95?: number;
  readonly p99?: number;
  readonly overhead?: number;
}

export interface HealthInput {
  readonly now: HealthWindow;
  /** Windows of this configuration before, without those of incidents. */
  readonly before: readonly HealthWindow[];
  /** Requests of the stage in this window, and in earlier ones of the same hours, without those of incidents. */
  readonly stageRequests: number;
  readonly sameHours: readonly number[];
  /** The most requests of the stage in a window before, and how many of those are known. */
  readonly busiest: { readonly requests: number; readonly windows: number };
  /** Requests whose capture was seen. */
  readonly captured: number;
  /** When a release would be rolled back: share of 5xx answers, p99 in milliseconds. */
  readonly limits: { readonly errorRate: number; readonly latencyMs: number };
  readonly releaseOnTheWay: boolean;
  /** Findings of the incident that is open. */
  readonly open: readonly string[];
}

/** A day of hourly windows, busy enough each. */
const LEAST_WINDOWS = 24;
const BUSY = 100;
/** Fewer requests than this do not show that what was bad is mended. */
const LEAST_TO_CLEAR = 20;
/** The same hours of a whole week, so that weekends are among them. */
const LEAST_SAME_HOURS = 7;

/** A few that fail are no finding, whatever their share. */
const LEAST_ERRORS = 10;
const LEAST_CLIENT_ERRORS = 20;
/** How many times the worst before. */
const MORE_ERRORS = 3;
const SLOWER = 2;
/** Milliseconds below which nobody notices. */
const LEAST_SLOWER = 20;
/** Least shares that matter; answers 4xx are the callers' fault, so more of them. */
const LEAST_SHARE = 0.01;
const LEAST_CLIENT_SHARE = 0.05;
const MOST_CLIENT_SHARE = 0.5;
/** A window is empty by chance once in e^10 = 22,000 when 10 requests are expected, which is once in 2.5 years of hours. */
const LEAST_USUAL = 10;
const LEAST_VOLUME = 40;
/** Of the fewest in the same hours; of the most in any hour of four weeks, and in how many at least. */
const FEWER = 10;
const MORE = 2;
const LEAST_VOLUMES = 168;

export function judgeHealth(input: HealthInput): Health {
  const { now, before, stageRequests, sameHours } = input;
  const busy = before.filter(({ requests }) => requests >= BUSY);
  const found = [
    errors(input, busy),
    captureStopped(input),
    volume(input),
    latency(input, busy),
    clientErrors(input, busy),
  ].flatMap((finding) => finding ?? []);
  const findings = found.toSorted((a, b) => rank(a.name) - rank(b.name));
  const { requests, clientErrors: refused, serverErrors, p95, p99, overhead } = now;
  return {
    ...{ requests, clientErrors: refused, serverErrors },
    ...(p95 === undefined || p99 === undefined ? {} : { latency: { p95, p99 } }),
    ...(overhead === undefined ? {} : { overhead: { p95: overhead } }),
    stageRequests,
    compared: { windows: busy.length, sameHours: sameHours.length },
    limits: input.limits,
    before: known({
      serverErrors: worst(busy, (window) => share(window.serverErrors, window)),
      clientErrors: worst(busy, (window) => share(window.clientErrors, window)),
      p95: worst(busy, (window) => window.p95),
      p99: worst(busy, (window) => window.p99),
      stageRequests: fewest(sameHours),
    }),
    outcome: findings.length > 0 ? 'found' : isUndecided(input) ? 'undecided' : 'well',
    findings,
  };
}

const rank = (name: HealthFindingName): number => HEALTH_FINDINGS.indexOf(name);

/** Shares and latencies of a handful of requests say nothing; an open incident waits for more. */
function isUndecided({ now, open }: HealthInput): boolean {
  const measured: readonly string[] = ['errors', 'client-errors', 'latency'] satisfies HealthFindingName[];
  return now.requests < LEAST_TO_CLEAR && open.some((name) => measured.includes(name));
}

const share = (part: number, { requests }: HealthWindow): number => (requests === 0 ? 0 : part / requests);

/** The largest of a measure in enough windows; undefined where history does not allow it. */
function worst(busy: readonly HealthWindow[], of: (window: HealthWindow) => number | undefined): number | undefined {
  const values = busy.map(of).filter((value) => value !== undefined);
  return values.length < LEAST_WINDOWS ? undefined : Math.max(...values);
}

/** Requests of the quietest of enough same hours; undefined where too few are known. */
const fewest = (sameHours: readonly number[]): number | undefined =>
  sameHours.length < LEAST_SAME_HOURS ? undefined : Math.min(...sameHours);

/** Without what is not known. */
const known = (before: Record<string, number | undefined>): NonNullable<Health['before']> =>
  Object.fromEntries(Object.entries(before).filter(([, value]) => value !== undefined));

function errors(
  { now, limits, releaseOnTheWay }: HealthInput,
  busy: readonly HealthWindow[],
): HealthFinding | undefined {
  const failed = share(now.serverErrors, now);
  if (now.serverErrors < LEAST_ERRORS) return undefined;
  const before = worst(busy, (window) => share(window.serverErrors, window));
  const measure = {
    name: 'errors' as const,
    unit: 'share' as const,
    now: failed,
    ...(before === undefined ? {} : { before }),
  };
  if (failed >= limits.errorRate)
    return { ...measure, limit: limits.errorRate, ...(releaseOnTheWay ? {} : { urgent: true as const }) };
  if (before === undefined) return undefined;
  const limit = Math.max(LEAST_SHARE, MORE_ERRORS * before);
  return failed >= limit ? { ...measure, limit } : undefined;
}

function clientErrors({ now }: HealthInput, busy: readonly HealthWindow[]): HealthFinding | undefined {
  const refused = share(now.clientErrors, now);
  if (now.clientErrors < LEAST_CLIENT_ERRORS) return undefined;
  const before = worst(busy, (window) => share(window.clientErrors, window));
  const limit =
    before === undefined
      ? MOST_CLIENT_SHARE
      : Math.min(MOST_CLIENT_SHARE, Math.max(LEAST_CLIENT_SHARE, MORE_ERRORS * before));
  // Callers that were always refused half the time are no news.
  if (refused < limit || (before !== undefined && refused <= before)) return undefined;
  return { name: 'client-errors', unit: 'share', now: refused, ...(before === undefined ? {} : { before }), limit };
}

function latency({ now, limits }: HealthInput, busy: readonly HealthWindow[]): HealthFinding | undefined {
  if (now.requests < BUSY || now.p95 === undefined || now.p99 === undefined) return undefined;
  const measure = { name: 'latency' as const, unit: 'ms' as const };
  if (now.p99 > limits.latencyMs) {
    const before = worst(busy, ({ p99 }) => p99);
    return {
      ...measure,
      percentile: 99,
      now: now.p99,
      ...(before === undefined ? {} : { before }),
      limit: limits.latencyMs,
    };
  }
  const before = worst(busy, ({ p95 }) => p95);
  if (before === undefined) return undefined;
  const limit = Math.max(SLOWER * before, before + LEAST_SLOWER);
  return now.p95 >= limit ? { ...measure, percentile: 95, now: now.p95, before, limit } : undefined;
}

/** SageMaker answered, and wrote nothing down. Requests that failed may not be captured. */
function captureStopped({ now, captured, open }: HealthInput): HealthFinding | undefined {
  const answered = Math.max(0, now.requests - now.clientErrors - now.serverErrors);
  if (captured > 0 || (answered === 0 && !open.includes('capture-stopped'))) return undefined;
  return { name: 'capture-stopped', unit: 'requests', now: 0, before: answered, limit: 1 };
}

/**
 * None or a tenth of the least of the same hours before: a stage that is quiet at night or at weekends has such hours
 * among them, and nothing is called. Or twice the most of any hour, which is what its instances have not seen yet.
 */
function volume({ stageRequests: now, sameHours, busiest, open }: HealthInput): HealthFinding | undefined {
  const measure = { unit: 'requests' as const, now };
  if (now === 0 && open.includes('no-traffic')) return { name: 'no-traffic', ...measure, limit: 1 };
  const { requests: most, windows } = busiest;
  if (windows >= LEAST_VOLUMES && most >= LEAST_VOLUME && now >= MORE * most)
    return { name: 'volume', ...measure, before: most, limit: MORE * most };
  const least = fewest(sameHours);
  if (least === undefined) return undefined;
  if (now === 0) return least < LEAST_USUAL ? undefined : { name: 'no-traffic', ...measure, before: least, limit: 1 };
  return least >= LEAST_VOLUME && now <= least / FEWER
    ? { name: 'volume', ...measure, before: least, limit: least / FEWER }
    : undefined;
}
