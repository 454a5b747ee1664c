/** How a column goes with the target, where it does. */
import type { ReportColumn } from '../../data/report/column.ts';
import type { ReportRelation } from '../../data/report/relation.ts';
import { relationLevels } from '../figures/relation-levels.ts';
import { relationLine } from '../figures/relation-line.ts';
import { clipped, type Html, html } from '../html.ts';
import { figure } from '../parts.ts';
import { percent, quantity, written } from '../words.ts';

/** What the target is called, and how a mean of it is written. */
export interface TargetWords {
  readonly name: string;
  /** Of a binary target. */
  readonly label?: string;
}

/** Standard errors from the average, below which chance explains a group. */
const STANDARD_ERRORS = 3;

const moves = ({ groups, average }: ReportRelation): boolean =>
  groups.some(({ mean, error }) => Math.abs(mean - average) > STANDARD_ERRORS * error);

/** Largest less smallest mean; undefined where chance explains all of it. */
export function relationSpread({ relation }: ReportColumn): number | undefined {
  if (!relation || !moves(relation)) return undefined;
  const means = relation.groups.map(({ mean }) => mean);
  return Math.max(...means) - Math.min(...means);
}

export interface RelationStyle {
  /** Else in words. */
  drawn: boolean;
  /** Says how it is read. */
  explained: boolean;
}

export function relationPart(
  column: ReportColumn,
  target: TargetWords,
  { drawn, explained }: RelationStyle,
): Html | undefined {
  const { relation } = column;
  if (!relation) return undefined;
  const what = clipped(target.label === undefined ? target.name : `${target.name} ${target.label}`, 40);
  if (!moves(relation)) return html`<p class="muted note">${what} does not change with it.</p>`;
  const mean = target.label === undefined ? quantity : percent;
  const means = relation.groups.map((group) => group.mean);
  const found = `${what} from ${mean(Math.min(...means))} to ${mean(Math.max(...means))} by value`;
  if (!drawn) return html`<p class="note">${found}.</p>`;
  const title = `${clipped(column.name, 80)}: ${found}, ${mean(relation.average)} over all`;
  const input = { title, relation, mean };
  const drawing =
    column.kind === 'category'
      ? relationLevels(input)
      : relationLine(input, { from: ends(column, 'min'), to: ends(column, 'max') });
  const how =
    explained &&
    ' A dot is the mean of the rows whose value lies there, the line through it its 95 % interval; dashed is the average.';
  return figure(drawing, html`${what} by value.${how}`);
}

function ends(column: Extract<ReportColumn, { kind: 'number' }>, key: 'min' | 'max'): string {
  return column[key] === undefined ? '' : written(column[key], column.type, (column.max ?? 0) - (column.min ?? 0));
}
