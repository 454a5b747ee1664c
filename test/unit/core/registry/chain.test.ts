import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_CHAIN, eventHash, nextEvent, verifyChain } from '../../../../lib/core/registry/chain.ts';
import type { RegistryEvent } from '../../../../lib/core/registry/event.ts';

/** A chain of `steps` events, whose clock moves by each step's milliseconds, also backwards. */
function chainOf(steps: readonly number[]): RegistryEvent[] {
  const events: RegistryEvent[] = [];
  let now = Date.parse('2026-05-03T12:00:00.000Z');
  for (const [index, step] of steps.entries()) {
    now += step;
    const draft = { kind: 'upload-announced' as const, actor: 'anna', data: { n: index, note: `ü${index}` } };
    events.push(nextEvent('churn', events.at(-1) ?? EMPTY_CHAIN, new Date(now), draft));
  }
  return events;
}

const clockSteps = fc.array(fc.integer({ min: -900_000, max: 900_000 }), { minLength: 2, maxLength: 12 });

describe('the event chain', () => {
  test('the first event follows 64 zeros', () => {
    const [first] = chainOf([0]);
    expect(first).toMatchObject({ seq: 1, previous: '0'.repeat(64), time: '2026-05-03T12:00:00.000Z' });
  });

  test('the hash covers the previous hash and the canonical JSON of the rest', () => {
    const [event] = chainOf([0]);
    if (!event) throw new Error('no event');
    const { hash, ...content } = event;
    const reordered = Object.fromEntries(Object.entries(content).reverse()) as typeof content;
    expect(eventHash(reordered)).toBe(hash);
  });

  test('time ascends strictly under any clock', () => {
    fc.assert(
      fc.property(clockSteps, (steps) => {
        const events = chainOf(steps);
        const times = events.map(({ time }) => time);
        expect(new Set(times).size).toBe(times.length);
        expect([...times].sort()).toEqual(times);
        expect(verifyChain('churn', events, events.at(-1))).toEqual({ ok: true, events: steps.length });
      }),
    );
  });

  test('an edit of any member of any event is found at that event', () => {
    const edits: ((event: RegistryEvent) => RegistryEvent)[] = [
      (event) => ({ ...event, actor: 'mallory' }),
      (event) => ({ ...event, data: { ...event.data, n: -1 } }),
      (event) => ({ ...event, kind: 'release-live' }),
      (event) => ({ ...event, time: new Date(Date.parse(event.time) - 1).toISOString() }),
      (event) => ({ ...event, hash: event.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
    ];
    fc.assert(
      fc.property(clockSteps, fc.nat(), fc.constantFrom(...edits), (steps, pick, edit) => {
        const events = chainOf(steps);
        const at = pick % events.length;
        const edited = events.map((event, index) => (index === at ? edit(event) : event));
        expect(verifyChain('churn', edited)).toMatchObject({ ok: false, seq: at + 1 });
      }),
    );
  });

  test('an event that is dropped, or two that are swapped, are found where they should be', () => {
    fc.assert(
      fc.property(clockSteps, fc.nat(), (steps, pick) => {
        const events = chainOf(steps);
        const at = pick % (events.length - 1);
        const dropped = events.toSpliced(at, 1);
        const swapped = events.with(at, events[at + 1] as RegistryEvent).with(at + 1, events[at] as RegistryEvent);
        expect(verifyChain('churn', dropped)).toMatchObject({ ok: false, seq: at + 1 });
        expect(verifyChain('churn', swapped)).toMatchObject({ ok: false, seq: at + 1 });
      }),
    );
  });

  test('an end that was cut off shows against the head', () => {
    const events = chainOf([0, 1, 1]);
    expect(verifyChain('churn', events.slice(0, 2), events[2])).toEqual({ ok: false, seq: 3, reason: 'it is missing' });
  });

  test('a tail that was written anew shows against the head', () => {
    const [first, second] = chainOf([0, 1]);
    if (!first || !second) throw new Error('no events');
    const forged = nextEvent('churn', first, new Date(second.time), { kind: 'release-live', actor: 'm', data: {} });
    expect(verifyChain('churn', [first, forged])).toEqual({ ok: true, events: 2 });
    expect(verifyChain('churn', [first, forged], second)).toMatchObject({ ok: false, seq: 2 });
  });

  test('an event that is linked well but not later than the one before it is found', () => {
    const [first] = chainOf([0]);
    if (!first) throw new Error('no event');
    const { hash: _hash, ...content } = nextEvent('churn', first, new Date(0), {
      kind: 'release-live',
      actor: 'm',
      data: {},
    });
    const sameTime = { ...content, time: first.time };
    const verdict = verifyChain('churn', [first, { ...sameTime, hash: eventHash(sameTime) }]);
    expect(verdict).toMatchObject({ ok: false, seq: 2, reason: expect.stringContaining('is not after') });
  });

  test('events of another model do not pass', () => {
    expect(verifyChain('other', chainOf([0]))).toMatchObject({ ok: false, seq: 1 });
  });
});
