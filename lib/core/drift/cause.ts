/** The likely cause of a drifted column, in words. A guess, and worded as one. */
import { UNIT_FACTORS } from '../data/unit-factors.ts';
import type { Change } from './decision.ts';
import type { Measures } from './measures.ts';

/** What is known of a numeric column on one side. */
export interface NumberSummary {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly p25?: number | undefined;
  readonly median?: number | undefined;
  readonly p75?: number | undefined;
}

/** A cause in words, or undefined when there is no guess. */
export function numberCause(
  measures: Measures,
  changes: readonly Change[],
  now: NumberSummary & { readonly unparsableShare: number },
  baseline: NumberSummary,
): string | undefined {
  const causes: string[] = [];
  if (changes.includes('missing')) {
    const unparsable = now.unparsableShare > measures.missing.now / 2;
    causes.push(
      unparsable
        ? `${percent(now.unparsableShare)} of the cells are not numbers: a change of format?`
        : missingCause(measures),
    );
  }
  if (changes.includes('values')) {
    const cause = unitCause(now, baseline) ?? stuckCause(now, baseline);
    if (cause) causes.push(cause);
  }
  return causes.length > 0 ? causes.join('; ') : undefined;
}

export function categoryCause(measures: Measures, changes: readonly Change[]): string | undefined {
  const causes: string[] = [];
  if (changes.includes('missing')) causes.push(missingCause(measures));
  const fresh = measures.newLevels;
  if (changes.includes('values') && fresh && fresh.levels > 0)
    causes.push(
      `${fresh.levels === 1 ? 'a new value' : `${fresh.levels} new values`} in ${percent(fresh.share)} of rows`,
    );
  return causes.length > 0 ? causes.join('; ') : undefined;
}

export function correlationsCause({ columns, now }: { columns: readonly [string, string]; now?: number }): string {
  const [a, b] = columns;
  return now === undefined
    ? `${a} and ${b} can be compared no more`
    : `${a} and ${b} go together otherwise than before, and each looks as it did: were rows joined wrongly, or a column filled from another place?`;
}

function missingCause({ missing }: Measures): string {
  if (missing.now === 1) return 'every cell is empty: is the source gone?';
  if (missing.now < missing.baseline) return 'cells that were empty are filled: a new default value?';
  return `${percent(missing.now)} of the cells are empty: a fault at the source?`;
}

function unitCause(now: NumberSummary, baseline: NumberSummary): string | undefined {
  const spread = (side: NumberSummary): number => (side.p75 ?? Number.NaN) - (side.p25 ?? Number.NaN);
  const level = (now.median ?? Number.NaN) / (baseline.median ?? Number.NaN);
  const width = spread(now) / spread(baseline);
  if (!Number.isFinite(level) || !Number.isFinite(width) || width <= 0) return undefined;

  if (near(level, -1, 0.1) && near(width, 1, 0.3)) return 'about -1 times the baseline: a change of sign?';
  for (const { factor, decimal, words } of UNIT_FACTORS) {
    const tolerance = decimal ? { level: 0.25, width: 0.5 } : { level: 0.07, width: 0.2 };
    if (near(level, factor, tolerance.level) && near(width, factor, tolerance.width))
      return `about ${Number(factor.toPrecision(3))} times the baseline: a change of unit (${words})?`;
  }
  const toFahrenheit = (celsius: number): number => celsius * 1.8 + 32;
  const [median = 0, before = 0] = [now.median, baseline.median];
  if (near(width, 1.8, 0.15) && near(median, toFahrenheit(before), 0.05)) return 'like degrees Fahrenheit for Celsius?';
  if (near(width, 1 / 1.8, 0.15) && near(toFahrenheit(median), before, 0.05))
    return 'like degrees Celsius for Fahrenheit?';
  return undefined;
}

function stuckCause(now: NumberSummary, baseline: NumberSummary): string | undefined {
  if (now.min === now.max && baseline.min !== baseline.max) return 'one value only: is the source stuck?';
  return undefined;
}

/** Within a factor exp(tolerance) of each other, and of one sign. */
function near(value: number, expected: number, tolerance: number): boolean {
  return value / expected > 0 && Math.abs(Math.log(value / expected)) <= tolerance;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
