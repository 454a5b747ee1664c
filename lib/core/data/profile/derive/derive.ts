/** The parts of a profile that come from the row sample, but for its quantiles. */
import type {
  ColumnProfile,
  Correlations,
  LabelProbe,
  NumberProfile,
  Profile,
  Relation,
} from '../../../contracts/profile.ts';
import type { Contract } from '../../contract.ts';
import { stepOf } from '../thinned.ts';
import type { TypedSample } from '../typed-sample.ts';
import { clockOf } from './clock.ts';
import { correlationsOf } from './correlations.ts';
import { outcomeOf } from './outcome.ts';
import { labelProbe } from './probe.ts';
import { relationOf } from './relation.ts';
import { topValues } from './top-values.ts';

export interface DerivedColumn extends Pick<NumberProfile, 'top' | 'hours' | 'weekdays'> {
  relation?: Relation;
}

export interface Derived {
  correlations?: Correlations;
  probe?: LabelProbe;
  /** Features in contract order, then the target. */
  columns: DerivedColumn[];
}

/** Relations are made for so many columns at most, in contract order, and from so many cells: 40,000 rows of 25 columns. */
const MOST_RELATIONS = 256;
const MOST_RELATED_CELLS = 1_000_000;

/** `brief`: what a comparison looks at. It needs no list of frequent numbers, and sees a turned sign in few rows. */
export type Depth = 'whole' | 'brief';
/** Products that correlations are summed from, at most: for 20 columns 31,000 rows, or 5,000. */
const PRODUCTS: Readonly<Record<Depth, number>> = { whole: 6_000_000, brief: 1_000_000 };

/** About 0.2 CPU s for 65,536 rows of 25 columns; larger samples are looked at in part, as each file below says. */
export function derive(sample: TypedSample, contract: Contract, depth: Depth = 'whole'): Derived {
  const outcome = outcomeOf(sample, contract);
  const correlations = correlationsOf(sample, contract, PRODUCTS[depth]);
  const probe = outcome && labelProbe(sample, contract, outcome);
  const step = stepOf(sample, Math.max(1, Math.floor(MOST_RELATED_CELLS / (contract.rules.length + 1))));
  const top = topValues();
  const columns = [...contract.rules, contract.target].map(({ type }, index): DerivedColumn => {
    const values = sample.numbers[index];
    const isTarget = index === contract.rules.length;
    const relation =
      outcome && !isTarget && index < MOST_RELATIONS ? relationOf(sample, index, type, outcome, step) : undefined;
    return {
      ...(values && type === 'timestamp' ? clockOf(values) : {}),
      ...(values && type !== 'timestamp' && depth === 'whole' ? { top: top(values) } : {}),
      ...(relation ? { relation } : {}),
    };
  });
  return { ...(correlations ? { correlations } : {}), ...(probe ? { probe } : {}), columns };
}

/** A profile with its derived parts. */
export function withDerived(profile: Profile, { columns, ...parts }: Derived): Profile {
  const target = profile.target && joined(profile.target, columns.at(-1));
  return {
    ...profile,
    ...parts,
    columns: profile.columns.map((column, index) => joined(column, columns[index])),
    ...(target ? { target } : {}),
  };
}

function joined(column: ColumnProfile, derived: DerivedColumn = {}): ColumnProfile {
  if (column.kind === 'number') return { ...column, ...derived };
  return derived.relation ? { ...column, relation: derived.relation } : column;
}
