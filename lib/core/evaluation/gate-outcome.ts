import * as z from 'zod';
import type { Estimate } from './estimate.ts';
import type { Gate, Operator } from './gates.ts';

const Bounds = z.strictObject({ low: z.number(), high: z.number() });

/** What became of a gate. `not-applicable` (no champion to compare with) does not fail a candidate. */
export const GateResult = z.strictObject({
  gate: z.string(),
  outcome: z.enum(['met', 'not-met', 'not-applicable']),
  /** The candidate's value; absent where the metric is not defined on the rows. */
  value: z.number().optional(),
  /** 95 % interval of that value, or of the difference from the champion in a gate against it. */
  interval: Bounds.optional(),
  /** What the value was compared with; absent when not applicable. */
  limit: z.number().optional(),
  text: z.string(),
});
export type GateResult = z.infer<typeof GateResult>;

/** What is known when gates are judged. */
export interface GateEvidence {
  readonly rows: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Absent when there is no champion. */
  readonly champion?: {
    readonly metrics: Readonly<Record<string, Estimate>>;
    readonly differences: Readonly<Record<string, Estimate>>;
  };
  /** The champion that was not compared with. */
  readonly notCompared?: { readonly version: number; readonly code: 'other-question' | 'unscored' };
}

/** Why a gate against the champion does not apply, in words without anything a container wrote. */
function whyNotCompared({ notCompared }: GateEvidence): string {
  if (!notCompared) return 'there is no champion yet';
  const { version, code } = notCompared;
  return code === 'unscored'
    ? `champion v${version} could not score these rows`
    : `champion v${version} answers another question`;
}

/** Judges one gate. A metric that is not defined on the rows does not meet its gate: nothing was shown. */
export function evaluateGate(gate: Gate, evidence: GateEvidence): GateResult {
  const champion = evidence.champion;
  if (gate.against === 'champion' && !champion)
    return {
      gate: gate.text,
      outcome: 'not-applicable',
      text: `${gate.text}: not applicable, ${whyNotCompared(evidence)}`,
    };

  const found = evidence.metrics[gate.metric];
  if (!found) return unmet(gate, `${gate.metric} is not defined on the ${evidence.rows} held-out rows`);
  if (gate.against === 'number' || !champion)
    return compared(gate, found.value, gate.offset, found, `${range(found)}, ${evidence.rows} rows`);

  const other = champion.metrics[gate.metric];
  if (!other) return unmet(gate, `${gate.metric} of the champion is not defined on the ${evidence.rows} held-out rows`);
  const difference = champion.differences[gate.metric];
  return compared(
    gate,
    found.value,
    other.value + gate.offset,
    difference,
    `champion ${digits(other.value)}${difference ? `, difference ${digits(difference.value)}, ${range(difference)}` : ''}, ` +
      `${evidence.rows} rows`,
  );
}

function unmet(gate: Gate, why: string): GateResult {
  return { gate: gate.text, outcome: 'not-met', text: `${gate.text}: ${why}` };
}

function compared(
  gate: Gate,
  value: number,
  limit: number,
  bounds: { low: number; high: number } | undefined,
  evidence: string,
): GateResult {
  const limitText = gate.against === 'champion' ? `, limit ${digits(limit)}` : '';
  return {
    gate: gate.text,
    outcome: holds(value, gate.operator, limit) ? 'met' : 'not-met',
    value,
    ...(bounds ? { interval: { low: bounds.low, high: bounds.high } } : {}),
    limit,
    text: `${gate.text}: found ${digits(value)}${limitText} (${evidence})`,
  };
}

function holds(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '>=':
      return value >= limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '<':
      return value < limit;
  }
}

const range = (bounds: { low: number; high: number }): string =>
  `95 %: ${digits(bounds.low)} to ${digits(bounds.high)}`;

/** Four significant digits: enough to tell 0.9987 from 1. */
const digits = (value: number): string => String(Number(value.toPrecision(4)));
