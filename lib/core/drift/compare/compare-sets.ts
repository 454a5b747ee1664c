/** Whether two sets of rows are drawn alike, column by column: one decision, with an error that is stated. */
import type { Finding } from '../../contracts/check.ts';
import { contractWithoutTarget } from '../../data/file/no-target.ts';
import { changesSince } from '../../data/rules/changes.ts';
import { LEAST_ROWS } from '../decision.ts';
import { type ColumnComparison, compareColumn } from './compare-column.ts';
import type { ComparedSet } from './compared-set.ts';
import type { Change, ComparedColumn, DriftComparison } from './document.ts';
import { type Called, called, FALSE_ALARMS, LEAST_EFFECTS } from './level.ts';

export function compareSets(before: ComparedSet, now: ComparedSet): DriftComparison {
  const names = before.profile.columns.map(({ name }) => name);
  const known = new Set(names);
  const enough = Math.min(before.profile.rows, now.profile.rows) >= LEAST_ROWS;
  const compared = names.map((name) => compareColumn(name, before, now));
  const calls = called(compared.map(({ tests }) => (enough ? tests : [])));
  const findings = changesSince(now.profile, before.profile, contractWithoutTarget(now.types), { sample: now.sample });
  const causes = causesOf(findings);
  const columns = compared.map((column, i) => presented(column, calls[i], causes));
  const drifted = columns.some(({ state }) => state === 'changed');
  return {
    v: 1,
    before: sideOf(before),
    now: sideOf(now),
    outcome: drifted ? 'drift' : enough ? 'no-drift' : 'not-enough-data',
    falseAlarms: FALSE_ALARMS,
    added: now.profile.columns.map(({ name }) => name).filter((name) => !known.has(name)),
    columns: columns.toSorted(worstFirst),
    remarks: [
      ...(columns.length > 0 && columns.every(isGone) ? [NOTHING_SHARED] : []),
      ...[before, now].flatMap(asideText),
      ...findings.flatMap(({ column, seen, cause }) =>
        column === undefined ? [cause === undefined ? seen : `${seen}: ${cause}`] : [],
      ),
    ],
  };
}

const isGone = ({ changes: [first] }: ComparedColumn): boolean => first?.what === 'gone';
const NOTHING_SHARED = 'no column is in both: is this the file that was meant, and is its first line the header?';

/** Rows that are no rows of the table, and where the first one lies. */
const asideText = ({ name, misshapen }: ComparedSet): string[] =>
  misshapen.map(({ reason, count, lines: [first] }) => {
    const rows = count === 1 ? '1 row is' : `${count} rows are`;
    const where = first === undefined ? '' : `, ${count === 1 ? 'in' : 'first in'} line ${first}`;
    return `${name}: ${rows} set aside for ${reason.replaceAll('-', ' ')}${where}`;
  });

const sideOf = ({ name, profile, rejected }: ComparedSet): DriftComparison['before'] => ({
  name,
  rows: profile.rows,
  rejected,
  columns: profile.columns.length,
});

type Causes = ReadonlyMap<string, { values?: string; missing?: string }>;

/** In the words of the rules of the data engine: a change of unit, columns that were swapped, a source that is stuck. */
function causesOf(findings: readonly Finding[]): Causes {
  const causes = new Map<string, { values?: string; missing?: string }>();
  for (const { column, rule, cause } of findings) {
    if (column === undefined || cause === undefined) continue;
    const about = rule === 'null-share' || rule === 'empty-column' ? 'missing' : 'values';
    causes.set(column, { [about]: cause, ...causes.get(column) });
  }
  return causes;
}

/** Of how many limits the effect is: what columns are ranked by. */
const weight = ({ effect, limit }: Change): number => effect / limit;

function presented(
  { told, tests, surely }: ColumnComparison,
  call: Called | undefined,
  causes: Causes,
): ComparedColumn {
  const called = surely ? [{ what: surely, p: 0, effect: 1, limit: LEAST_EFFECTS.type }] : changesOf(call);
  const changes = called.map((change) => {
    const cause = causeOf(change, causes.get(told.column) ?? {});
    return cause === undefined ? change : { ...change, cause };
  });
  return {
    ...told,
    state: changes.length > 0 ? 'changed' : tests.some(({ p }) => p !== undefined) ? 'same' : 'not-compared',
    ...(call ? { p: call.p } : {}),
    changes,
  };
}

/** Distribution and place are both about the values: the surer one is told. */
function changesOf(call: Called | undefined): Change[] {
  const byWhat = new Map<Change['what'], Change>();
  for (const { look, p = 1, effect } of call?.looks ?? []) {
    const what = look === 'place' ? 'values' : look;
    const other = byWhat.get(what);
    if (!other || p < other.p) byWhat.set(what, { what, p, effect, limit: LEAST_EFFECTS[look] });
  }
  return [...byWhat.values()].sort((a, b) => weight(b) - weight(a));
}

function causeOf({ what }: Change, known: { values?: string; missing?: string }): string | undefined {
  switch (what) {
    case 'gone':
      return 'was it renamed, or left out of the export?';
    case 'type':
      return 'cells that do not read as before: another format, or another column?';
    case 'missing':
      return known.missing;
    default:
      return known.values;
  }
}

function worstFirst(a: ComparedColumn, b: ComparedColumn): number {
  const worst = ({ changes: [first] }: ComparedColumn): number => (first ? weight(first) : -1);
  return worst(b) - worst(a) || (a.p ?? 2) - (b.p ?? 2);
}
