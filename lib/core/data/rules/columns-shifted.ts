/** From a line on each column holds its neighbour's values: a cell too many or too few, which a tool made up for. */
import type { ColumnProfile } from '../../contracts/profile.ts';
import { countUpTo } from '../profile/search.ts';
import { thinned } from '../profile/thinned.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import type { Comparison, Rule } from './comparison.ts';
import { sharesBelow } from './number-distance.ts';

const MOST_ROWS = 8192;
const LEAST_ROWS = 20;
/** Neighbours of the same kind that can be told apart. */
const LEAST_COLUMNS = 3;
/** Log-likelihood ratio in nats: of all rows behind the line, and of each of them on average. */
const LEAST_EVIDENCE = 50;
const LEAST_A_ROW = 1;
/** Columns that must look like their neighbours. */
const MOST_COLUMNS = 0.6;
/** Cut points of a column's values. */
const CUTS = 16;
/** What was never seen is not impossible. */
const UNSEEN = 1e-3;

export const columnsShifted: Rule = (comparison) => {
  const sample = comparison.sample && thinned(comparison.sample, MOST_ROWS);
  if (!sample) return [];
  const found = [1, -1].flatMap((by) => shiftedFrom(comparison, sample, by) ?? []);
  return found.slice(0, 1).map(({ line, by }) => ({
    rule: 'columns-shifted',
    expected: 'each column with its own values',
    seen: `about from line ${line} on each column looks like its ${by > 0 ? 'left' : 'right'} neighbour`,
    lines: [line],
    cause: `a cell ${by > 0 ? 'too many' : 'too few'} in these rows, or another version of the export?`,
    mend: 'write the rows from that line on again, each cell under its name',
  }));
};

/** For a column: by how much likelier a row's cell is as its neighbour's (nats). 0 where it is missing. */
type Evidence = (row: number) => number;

function shiftedFrom(
  { columns }: Comparison,
  sample: TypedSample,
  by: number,
): { line: number; by: number } | undefined {
  const inOrder = columns.toSorted((a, b) => a.index - b.index);
  const evidence = inOrder.flatMap(({ index, before: own }, i): Evidence[] => {
    const neighbour = inOrder[i - by];
    if (neighbour?.index !== index - by || neighbour.before.kind !== own.kind) return [];
    const ratio = evidenceOf(own, neighbour.before, sample, index);
    return ratio ? [ratio] : [];
  });
  if (evidence.length < LEAST_COLUMNS) return undefined;
  let [behind, most, start] = [0, 0, sample.rows];
  for (let row = sample.rows - 1; row >= 0; row--) {
    for (const of of evidence) behind += of(row);
    if (behind > most) [most, start] = [behind, row];
  }
  const rows = sample.rows - start;
  if (rows < LEAST_ROWS || most < LEAST_EVIDENCE || most < LEAST_A_ROW * rows) return undefined;
  const agreeing = evidence.filter((of) => {
    let sum = 0;
    for (let row = start; row < sample.rows; row++) sum += of(row);
    return sum > 0;
  });
  return agreeing.length >= MOST_COLUMNS * evidence.length ? { line: sample.lines[start] ?? 1, by } : undefined;
}

function evidenceOf(
  own: ColumnProfile,
  other: ColumnProfile,
  sample: TypedSample,
  index: number,
): Evidence | undefined {
  const values = sample.numbers[index];
  if (own.kind === 'number' && other.kind === 'number' && values) {
    const cuts = [...new Set([...cutsOf(own.edges), ...cutsOf(other.edges)])].sort((a, b) => a - b);
    const [mine, theirs] = [own, other].map((profile) => {
      const shares = sharesBelow(profile);
      const below = [0, ...cuts.map((cut) => (shares(cut).least + shares(cut).most) / 2), 1];
      return below.slice(1).map((share, i) => Math.log(Math.max(0, share - (below[i] ?? 0)) + UNSEEN));
    });
    const ratios = Float64Array.from(mine ?? [], (log, i) => (theirs?.[i] ?? 0) - log);
    return (row) => {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) return 0;
      return ratios[countUpTo(cuts, value)] ?? 0;
    };
  }
  const [codes, texts] = [sample.levels[index], sample.texts[index]];
  if (own.kind !== 'category' || other.kind !== 'category' || !codes || !texts) return undefined;
  const log = ({ levels, count }: typeof own): ((text: string) => number) => {
    const shares = new Map(levels.map((level) => [level.value, level.count / Math.max(1, count)]));
    return (text) => Math.log((shares.get(text) ?? 0) + UNSEEN);
  };
  const [mine, theirs] = [log(own), log(other)];
  const ratios = Float64Array.from(texts, (text) => theirs(text) - mine(text));
  return (row) => ratios[codes[row] ?? -1] ?? 0;
}

/** Some quantiles, with the smallest and what lies above the largest apart. */
function cutsOf(edges: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(edges.length / CUTS));
  return edges.filter((_, i) => i % step === 0 || i === edges.length - 1);
}
