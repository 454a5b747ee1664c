/** No sequence of requests, decisions, days and releases, also at the same time, moves a guarded stage without its approval. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { Problem } from '../../../lib/core/contracts/problems.ts';
import type { Registry } from '../../../lib/core/ports/registry.ts';
import { Busy, change } from '../../../lib/core/registry/change.ts';
import { create, read, replace } from '../../../lib/core/registry/documents.ts';
import { Approval, Release, Stage } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { mayBeOne } from '../../../lib/core/registry/principals.ts';
import { unlocked } from '../../../lib/core/registry/stage-lock.ts';
import { decideApproval } from '../../../lib/core/usecases/approvals/decide-approval.ts';
import { requestApproval } from '../../../lib/core/usecases/approvals/request-approval.ts';
import { requestRelease } from '../../../lib/core/usecases/release/request-release.ts';
import { runs } from '../../_properties.ts';
import { manifest, memoryPlatform, RELEASE_MACHINE } from './_platform.ts';

/** Version 1 was announced by a session of a shared role, version 2 by nobody. */
const AUTHORS = { 1: 'AROAX:anna', 2: 'unattributed' } as const;
type Version = keyof typeof AUTHORS;
/** `AROAX` may be `AROAX:anna`. */
const PEOPLE = ['AROAX', 'AROAX:anna', 'AROAX:bert', 'AROAY', 'arn:aws:iam::1:user/cleo'] as const;
const DAY_MS = 86_400_000;

const person = fc.constantFrom(...PEOPLE);
const version = fc.constantFrom<Version>(1, 1, 2);
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), by: person, version }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('approve' as const), by: person, version }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reject' as const), by: person, version }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('release' as const), by: person, version }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;
/** A step: acts at the same time, then days pass, and the release that is under way may end. */
const step = fc.record({
  acts: fc.array(act, { minLength: 2, maxLength: 5 }),
  days: fc.constantFrom(0, 0, 0, 0, 0, 2, 5, 8),
  ends: fc.constantFrom('live', 'live', 'failed', 'goes-on'),
});

/** Every call of the store waits its turn, and the scheduler says whose that is. */
function interleaved(registry: Registry, scheduler: fc.Scheduler): Registry {
  const turn =
    <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve(), name);
      return call(...args);
    };
  return {
    get: turn('get', (...args) => registry.get(...args)),
    list: turn('list', (...args) => registry.list(...args)),
    commit: turn('commit', (commit) => registry.commit(commit)),
    put: turn('put', (write) => registry.put(write)),
    collection: (name) => registry.collection(name),
    events: (model, options) => registry.events(model, options),
  };
}

async function guarded() {
  const platform = memoryPlatform(
    Policy.parse({ stages: [{ name: 'guarded', approval: true }, { name: 'production' }] }),
  );
  const { ports } = platform;
  await platform.apply(manifest({ stages: { guarded: {}, production: {} } }));
  for (const [number, author] of Object.entries(AUTHORS)) await registered(ports, Number(number), author);
  return { ...platform, ports: { ...ports, stateMachine: RELEASE_MACHINE } };
}
type Guarded = Awaited<ReturnType<typeof guarded>>;

const registered = (ports: ReturnType<typeof memoryPlatform>['ports'], number: number, author: string) =>
  change(ports, 'churn', async ({ time }) => ({
    event: { kind: 'version-registered', actor: author, data: { version: number } },
    writes: [
      create(SK.version(number), {
        v: 1 as const,
        model: 'churn',
        version: number,
        run: 'R',
        author,
        registered: time,
        task: 'regression',
        manifestRevision: 1,
        manifestDigest: 'd',
        dataset: 'd',
        datasetLocation: 'l',
        code: 'c',
        image: 'i',
        job: 'j',
        parameters: {},
        artifact: { uri: 's3://a/b', digest: `sha256:${number}` },
        sagemakerModel: 'm',
        metrics: {},
        gates: [],
        evaluation: 'e',
      }),
    ],
    result: undefined,
  }));

/** The approval somebody would decide on: the newest of the version. */
const newestOf = (platform: Guarded, number: Version): string | undefined =>
  platform
    .items('APPROVAL#')
    .map((item) => Approval.parse(item))
    .filter((one) => one.version === number)
    .at(-1)?.approval;

async function done(platform: Guarded, registry: Registry, { do: what, by, version: number }: Act): Promise<void> {
  const ports = { ...platform.ports, registry };
  const about = { model: 'churn', stage: 'guarded', principal: by };
  if (what === 'ask') await requestApproval(ports, { ...about, request: { version: number } });
  else if (what === 'release') await requestRelease(ports, { ...about, request: { version: number } });
  else {
    const approval = newestOf(platform, number);
    if (approval) await decideApproval(ports, { ...about, approval, decision: { decision: what, comment: 'x' } });
  }
}

/** Refused, or too slow among many: both leave everything as it was. */
const expected = (error: unknown): boolean => error instanceof Problem || error instanceof Busy;

/** Ends the release that holds the stage, as its workflow would. */
async function end({ ports }: Guarded, state: 'live' | 'failed'): Promise<void> {
  await change(ports, 'churn', async ({ time }) => {
    const held = await read(ports.registry, 'churn', SK.stage('guarded'), Stage);
    const id = held?.document.lock?.release;
    const release = id && (await read(ports.registry, 'churn', SK.release('guarded', id), Release));
    if (!held || !release) return { result: undefined };
    const { version: number, configuration } = release.document;
    const free = unlocked(held.document, release.document.release, time);
    const serving = { version: number, configuration, since: time, release: release.document.release };
    return {
      event: { kind: `release-${state}` as const, actor: 'sluice', data: {} },
      writes: [
        replace(SK.release('guarded', release.document.release), { ...release.document, state }, release),
        replace(SK.stage('guarded'), state === 'live' ? { ...free, serving } : free, held),
      ],
      result: undefined,
    };
  });
}

/** The law, read from what is stored. @returns how many releases there are */
async function lawHolds(platform: Guarded): Promise<number> {
  await platform.events();
  const releases = platform.items('RELEASE#').map((item) => Release.parse(item));
  const used = releases.map(({ approval }) => approval);
  expect(new Set(used).size).toBe(used.length);
  for (const release of releases) {
    const approval = Approval.parse(platform.item(SK.approval('guarded', release.approval ?? '')));
    const number = release.version as Version;
    expect(approval).toMatchObject({ state: 'used', release: release.release, version: number, stage: 'guarded' });
    expect(approval.artifactDigest).toBe(`sha256:${number}`);
    expect(release.requested < approval.expires).toBe(true);
    const by = approval.decisions.map((one) => one.by);
    expect(approval.decisions.every((one) => one.decision === 'approve' && one.time < approval.expires)).toBe(true);
    expect(by.length).toBe(number === 2 ? 2 : 1);
    for (const [i, one] of by.entries()) {
      const others = [AUTHORS[number], approval.requester, ...by.slice(0, i)];
      expect(others.some((other) => mayBeOne(one, other))).toBe(false);
    }
  }
  return releases.length;
}

test('a release without enough valid, distinct approvals never is, and none uses one twice', async () => {
  let released = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 3, maxLength: 9 }), async (scheduler, steps) => {
      const platform = await guarded();
      const registry = interleaved(platform.ports.registry, scheduler);
      for (const { acts, days, ends } of steps) {
        const outcomes = acts.map((one) => done(platform, registry, one).catch((error) => error));
        const all = Promise.all(outcomes);
        await scheduler.waitFor(all);
        for (const error of await all) if (error !== undefined && !expected(error)) throw error;
        if (ends !== 'goes-on') await end(platform, ends);
        platform.ports.clock.advance(days * DAY_MS + 1_000);
      }
      released += await lawHolds(platform);
    }),
    { numRuns: runs(120) },
  );
  // Else the law would hold of nothing.
  expect(released).toBeGreaterThan(0);
});
