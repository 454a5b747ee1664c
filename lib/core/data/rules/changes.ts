/**
 * What changed since the last accepted dataset, as findings: those that are surely faults refuse the upload, the others
 * are told, unless the manifest wants them refused too.
 */
import type { Finding } from '../../contracts/check.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { RefusalCode } from '../../contracts/refusals.ts';
import type { Contract } from '../contract.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import { categoryMix, newCategory } from './categories.ts';
import { columnsShifted } from './columns-shifted.ts';
import { columnsSwapped } from './columns-swapped.ts';
import { type Comparison, comparison, type Rule } from './comparison.ts';
import { correlationFlip } from './correlation-flip.ts';
import { cutFile } from './cut-file.ts';
import { grossChange } from './gross-change.ts';
import { labelShare } from './label-share.ts';
import { labelsMixedUp } from './labels-mixed-up.ts';
import { mojibake } from './mojibake.ts';
import { movedValues } from './moved-values.ts';
import { newLeak } from './new-leak.ts';
import { nullShare } from './null-share.ts';
import { outOfRange } from './out-of-range.ts';
import { relationChange } from './relation-change.ts';
import { repeatedRows } from './repeated-rows.ts';
import { sameData } from './same-data.ts';
import { stuck } from './stuck.ts';
import { timesShifted } from './times-shifted.ts';
import { unitInPart } from './unit-in-part.ts';

/** Surely faults, and what the refusal is then called: the first that applies. */
const REFUSING: ReadonlyMap<string, RefusalCode> = new Map([
  ['cut-file', 'cut-file'],
  ['columns-shifted', 'columns-mixed-up'],
  ['columns-swapped', 'columns-mixed-up'],
  ['unit-change', 'unit-change'],
  ['unit-change-in-part', 'unit-change'],
  ['mojibake', 'wrong-encoding'],
  ['repeated-block', 'repeated-rows'],
  ['empty-column', 'distribution-changed'],
  ['stuck-column', 'distribution-changed'],
  ['distribution-changed', 'distribution-changed'],
]);

/**
 * What a finding is about. Of the same about the same column only the first is told: the rules stand from the most
 * telling to the least.
 */
const RULES: readonly { about: 'file' | 'values' | 'missing' | 'target'; looks: readonly Rule[] }[] = [
  { about: 'file', looks: [cutFile, columnsShifted, repeatedRows, sameData] },
  {
    about: 'values',
    looks: [
      stuck,
      columnsSwapped,
      grossChange,
      unitInPart,
      mojibake,
      newCategory,
      movedValues,
      outOfRange,
      categoryMix,
    ],
  },
  { about: 'missing', looks: [nullShare] },
  { about: 'target', looks: [timesShifted, newLeak, labelsMixedUp, labelShare, correlationFlip, relationChange] },
];

/** Worst first. */
export function changesSince(
  now: Profile,
  before: Profile,
  contract: Contract,
  { sample, refuseAll = false }: { sample?: TypedSample | undefined; refuseAll?: boolean } = {},
): Finding[] {
  const all = comparison(now, before, contract, sample);
  const findings = RULES.flatMap(({ looks }) => firstOfColumn(looks, all));
  const shown = withoutConsequences(findings);
  const severity = ({ rule }: Finding) => (refuseAll || REFUSING.has(rule) ? ('refuse' as const) : ('warn' as const));
  const judged = shown.map((finding) => ({ ...finding, severity: severity(finding) }));
  return judged.sort((a, b) => rank(a) - rank(b));
}

/** The code of a refusal for these findings; undefined when none of them refuses. */
export function refusalCodeOf(findings: readonly Finding[]): RefusalCode | undefined {
  const rules = new Set(findings.filter(({ severity }) => severity !== 'warn').map(({ rule }) => rule));
  if (rules.size === 0) return undefined;
  return [...REFUSING].find(([rule]) => rules.has(rule))?.[1] ?? 'distribution-changed';
}

function firstOfColumn(looks: readonly Rule[], all: Comparison): Finding[] {
  const seen = new Set<string>();
  return looks.flatMap((look) => {
    const found = look(all).filter(({ column }) => column === undefined || !seen.has(column));
    for (const { column } of found) if (column !== undefined) seen.add(column);
    return found;
  });
}

/** What follows from another finding tells nothing: shifted columns change all, the same data has the same rows. */
function withoutConsequences(findings: Finding[]): Finding[] {
  if (findings.some(({ rule }) => rule === 'columns-shifted'))
    return findings.filter(({ column }) => column === undefined);
  const swapped = new Set(findings.flatMap(({ rule, column }) => (rule === 'columns-swapped' ? [column] : [])));
  const empty = new Set(findings.flatMap(({ rule, column }) => (rule === 'empty-column' ? [column] : [])));
  const sound = !findings.some(({ rule }) => REFUSING.has(rule) && rule !== 'cut-file' && rule !== 'repeated-block');
  return findings.filter(({ rule, column }) => {
    // The model of the labels reads the other columns: where they are wrong, so is what it says.
    if (rule === 'labels-mixed-up') return sound;
    if (rule === 'null-share') return !empty.has(column) && !swapped.has(column);
    return rule === 'columns-swapped' || !swapped.has(column);
  });
}

const ORDER = [...REFUSING.keys()];
function rank({ rule, severity }: Finding): number {
  const place = ORDER.indexOf(rule);
  return (severity === 'warn' ? 100 : 0) + (place === -1 ? ORDER.length : place);
}
