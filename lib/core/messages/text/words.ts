/** How numbers, times and names are written in messages. */
import { isModelName, isStageName } from '../../contracts/names.ts';
import { ascii } from './ascii.ts';

/** 1234567 as 1,234,567. */
export const integer = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Three significant digits, at most 9 characters. */
export function quantity(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (!Number.isFinite(rounded)) return value.toExponential(2);
  const plain = Math.abs(rounded) >= 1000 ? integer(rounded) : String(rounded);
  return plain.length <= 9 ? plain : rounded.toExponential(2);
}

/** 0.184 as 18.4 %. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** `1 row`, `2 rows`. */
export const counted = (value: number, noun: string): string => `${integer(value)} ${noun}${value === 1 ? '' : 's'}`;

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/;

/** `14:09` of an ISO time in UTC. */
export const clock = (time: string): string => TIME.exec(time)?.[2] ?? '??:??';
/** `2026-11-21`. */
export const day = (time: string): string => TIME.exec(time)?.[1] ?? '????-??-??';
/** `2026-11-21 14:09 UTC`. */
export const instant = (time: string): string => `${day(time)} ${clock(time)} UTC`;

/** The last part of an ARN or of a role's session, which is what people call each other. */
export const person = (author: string): string => ascii(author.split('/').at(-1) ?? author, 40) || 'unknown';

export const modelName = (model: string): string => ascii(model, 28) || '?';
export const stageName = (stage: string): string => ascii(stage, 12) || '?';

/** Names go into commands that are pasted into a shell, so only what is safe there does; else a placeholder. */
export const modelArgument = (model: string): string => (isModelName(model) ? model : '<model>');
export const stageArgument = (stage: string): string => (isStageName(stage) ? stage : '<stage>');
export const idArgument = (id: string): string => (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? id : '<id>');
/** The beginning of an id, which the command line takes: 12 characters, 10 of them its time. */
export const idStart = (id: string): string => (/^[0-9A-HJKMNP-TV-Z]{10,26}$/.test(id) ? id.slice(0, 12) : '<id>');
export const fileArgument = (file: string): string => (/^[A-Za-z0-9_][\w.-]{0,39}$/.test(file) ? file : '<file>');

/** `production serves v6, staging serves v7`, for "nothing changed". */
export function servingNow(serving: readonly { stage: string; version: number }[] | undefined): string {
  if (!serving) return 'Nothing changed for the stages.';
  if (serving.length === 0) return 'Nothing changed: no stage is live yet.';
  const stages = serving.slice(0, 4).map(({ stage, version }) => `${stageName(stage)} serves v${version}`);
  return `Nothing changed: ${stages.join(', ')}${serving.length > 4 ? ', ...' : ''}.`;
}
