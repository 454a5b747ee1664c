/** One column on both sides: which tests it is put to, and what is told of it. */
import type { CategoryProfile, ColumnProfile, NumberProfile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { parseNumber, parseTimestamp } from '../../data/cells.ts';
import { isIdentifier } from '../../data/findings.ts';
import { levelOverlay, numberOverlay } from '../../data/report/overlay.ts';
import { booleanLevelOf } from '../cells.ts';
import { present } from '../present.ts';
import { type Cells, shareTest } from './cell-tests.ts';
import type { ComparedSet } from './compared-set.ts';
import type { ComparedColumn } from './document.ts';
import type { Tested } from './level.ts';
import { type LevelSide, levelSide, levelTests } from './level-tests.ts';
import { type NumberSide, numberTests } from './number-tests.ts';

type Told<C = ComparedColumn> = C extends ComparedColumn ? Omit<C, 'state' | 'p' | 'changes' | 'cause'> : never;

export interface ColumnComparison {
  readonly told: Told;
  readonly tests: readonly Tested[];
  /** No test is needed: the column is gone, or of another type. */
  readonly surely?: 'gone' | 'type';
}

/** A column of one side, where it has one. */
interface ColumnOf<P extends ColumnProfile = ColumnProfile> {
  readonly set: ComparedSet;
  /** Place in profile and sample. */
  readonly index: number;
  readonly profile: P;
  readonly type: ColumnType;
}

export function compareColumn(name: string, before: ComparedSet, now: ComparedSet): ColumnComparison {
  const [was, is] = [columnOf(before, name), columnOf(now, name)];
  if (!was || !is) {
    const told = {
      kind: 'unlike' as const,
      column: name,
      type: was?.type ?? '',
      before: was?.type ?? '',
      now: 'not there',
    };
    return { told, tests: [], surely: 'gone' };
  }
  // Without a value a column has no type of its own.
  if (was.profile.count === 0 || is.profile.count === 0) return emptyColumn(was, is);
  if (isNumber(was) && isNumber(is))
    return (was.type === 'timestamp') === (is.type === 'timestamp') ? numberColumn(was, is) : otherType(was, is);
  if (isCategory(was) && isCategory(is)) return levelColumn(was, is);
  return mixedColumn(was, is);
}

function columnOf(set: ComparedSet, name: string): ColumnOf | undefined {
  const index = set.profile.columns.findIndex((column) => column.name === name);
  const profile = set.profile.columns[index];
  return profile && { set, index, profile, type: set.types.get(name) ?? 'text' };
}

const isNumber = (column: ColumnOf): column is ColumnOf<NumberProfile> => column.profile.kind === 'number';
const isCategory = (column: ColumnOf): column is ColumnOf<CategoryProfile> => column.profile.kind === 'category';

const unlikeOf = ({ set, profile }: ColumnOf): number => set.unlike.get(profile.name) ?? 0;

/** Empty cells and those unlike their type: both hold no value. */
function missingCells(column: ColumnOf): Cells {
  const { count, nulls } = column.profile;
  const missing = nulls + unlikeOf(column);
  return { count: missing, of: count + missing };
}

const missing = (was: ColumnOf, is: ColumnOf): Tested => shareTest('missing', missingCells(was), missingCells(is));

function numberFacts(column: ColumnOf<NumberProfile>) {
  const { count, nulls, min, max, mean, p25, median, p75 } = column.profile;
  return present({ count, nulls, unlike: unlikeOf(column), min, max, mean, p25, median, p75 });
}

function levelFacts(column: ColumnOf<CategoryProfile>) {
  const { count, nulls, levels, other } = column.profile;
  return { count, nulls, unlike: unlikeOf(column), levels: levels.length + other.levels };
}

const NAMES_ROWS = 'its numbers name rows: their values are not compared';
const TIMES = 'times move by nature: they are not compared';

function numberColumn(was: ColumnOf<NumberProfile>, is: ColumnOf<NumberProfile>): ColumnComparison {
  const { type } = was;
  const why =
    type === 'timestamp'
      ? TIMES
      : isIdentifier(was.profile, type) && isIdentifier(is.profile, type)
        ? NAMES_ROWS
        : undefined;
  const plot = numberOverlay(was.profile, is.profile);
  return {
    told: {
      kind: 'number',
      column: is.profile.name,
      type,
      ...(why === undefined ? {} : { why }),
      before: numberFacts(was),
      now: numberFacts(is),
      ...(plot ? { plot } : {}),
    },
    tests: [...(why === undefined ? numberTests(numberSide(was), numberSide(is)) : []), missing(was, is)],
  };
}

function numberSide({ set, index, profile }: ColumnOf<NumberProfile>): NumberSide {
  const { sample, rows } = set.profile;
  const seen = sample ? Math.round((profile.count * sample.rows) / rows) : profile.count;
  return { profile, values: set.sample?.numbers[index], seen };
}

function levelColumn(was: ColumnOf<CategoryProfile>, is: ColumnOf<CategoryProfile>): ColumnComparison {
  const boolean = was.type !== is.type && (was.type === 'boolean' || is.type === 'boolean');
  const side = (column: ColumnOf<CategoryProfile>) => (boolean ? oneSpelling(sideOf(column)) : sideOf(column));
  const plot = levelOverlay(was.profile, is.profile);
  return {
    told: {
      kind: 'category',
      column: is.profile.name,
      type: is.type,
      before: levelFacts(was),
      now: levelFacts(is),
      ...(plot ? { plot } : {}),
    },
    tests: [...levelTests(side(was), side(is)), missing(was, is)],
  };
}

function sideOf({ set: { sample }, index, profile }: ColumnOf<CategoryProfile>): LevelSide {
  const [codes, texts] = [sample?.levels[index], sample?.texts[index]];
  return levelSide(profile, sample && codes && texts ? { codes, texts, sampled: 1 / sample.every } : undefined);
}

/** Where one side has but words for true and false, and the other has more: `yes` there is `true` here. */
function oneSpelling(side: LevelSide): LevelSide {
  const counts = new Map<string, number>();
  for (const [text, count] of side.counts) {
    const level = booleanLevelOf(text) ?? text;
    counts.set(level, (counts.get(level) ?? 0) + count);
  }
  return { ...side, counts };
}

function emptyColumn(was: ColumnOf, is: ColumnOf): ColumnComparison {
  const words = ({ profile, type }: ColumnOf): string => (profile.count === 0 ? 'empty' : type);
  return {
    told: {
      kind: 'unlike',
      column: is.profile.name,
      type: was.profile.count > 0 ? was.type : is.type,
      before: words(was),
      now: words(is),
    },
    tests: [missing(was, is)],
  };
}

const otherType = (was: ColumnOf, is: ColumnOf): ColumnComparison => ({
  told: { kind: 'unlike', column: is.profile.name, type: is.type, before: was.type, now: is.type },
  tests: [],
  surely: 'type',
});

/** Numbers or times on one side, texts on the other: by how many of the texts are none. */
function mixedColumn(was: ColumnOf, is: ColumnOf): ColumnComparison {
  const type = isNumber(was) ? was.type : is.type;
  return {
    told: { kind: 'unlike', column: is.profile.name, type: is.type, before: was.type, now: is.type },
    tests: [shareTest('type', unreadable(was, type), unreadable(is, type)), missing(was, is)],
  };
}

/** Cells that do not read as the type, of those that hold something. */
function unreadable(column: ColumnOf, type: ColumnType): Cells {
  const unlike = unlikeOf(column);
  if (!isCategory(column)) return { count: unlike, of: column.profile.count + unlike };
  const reads = (text: string): boolean =>
    (type === 'timestamp' ? parseTimestamp(text.trim()) : parseNumber(text.trim())) !== undefined;
  let [count, of] = [0, 0];
  for (const [text, rows] of sideOf(column).counts) {
    of += rows;
    if (!reads(text)) count += rows;
  }
  return { count, of };
}
