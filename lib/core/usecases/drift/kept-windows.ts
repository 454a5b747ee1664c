/**
 * The counts of each window, kept as one document a window: what is judged together, and the season of last year, are
 * read from them. There is no rolling state, so nothing to race on: a window measured again is put over itself, and a
 * decision is a function of what is there.
 */
import { DriftCounts } from '../../contracts/drift-counts.ts';
import { driftCountsKey, driftCountsPrefix } from '../../contracts/locations.ts';
import type { BaselineColumn } from '../../drift/baseline.ts';
import type { KeptWindow } from '../../drift/sequential/decide.ts';
import { type Interval, seasonIntervals, seasonOf } from '../../drift/sequential/season.ts';
import { LONGEST_SPAN_MS, type Span, spansOf } from '../../drift/sequential/spans.ts';
import { mergeWindows, onBaseline, type WindowCounts } from '../../drift/window.ts';
import type { Objects } from '../../ports/objects.ts';
import { putJson } from '../json-objects.ts';
import { type WindowObject, windowObjects } from '../window-objects.ts';

export interface KeptPlace {
  readonly bucket: string;
  readonly model: string;
  readonly stage: string;
  /** Digest of the dataset whose profile is the baseline: only windows counted on the same one can be merged. */
  readonly dataset: string;
  readonly configuration: string;
  readonly version: number;
  readonly baseline: readonly BaselineColumn[];
}

/** Read at once: the windows of a day. */
const AT_ONCE = 24;
const DAY_MS = 86_400_000;

export async function keepWindow(objects: Objects, place: KeptPlace, window: KeptWindow): Promise<void> {
  const { from, to, called, counts } = window;
  const { configuration, version } = place;
  const kept: DriftCounts = { v: 1, from, to, configuration, version, called, counts: { ...counts } };
  const key = driftCountsKey(place, kept);
  await putJson(objects, { bucket: place.bucket, key }, kept);
}

/** Windows of the same configuration and length before this one, newest first: a day, or more while it is not enough. */
export async function windowsBefore(objects: Objects, place: KeptPlace, window: KeptWindow): Promise<KeptWindow[]> {
  if (window.rows === 0) return [];
  const begin = Date.parse(window.from);
  const within = { from: at(begin - LONGEST_SPAN_MS), to: window.from };
  const found = (await windowsOf(objects, place, lengthOf(window), within))
    .filter(({ configuration }) => configuration === place.configuration)
    .reverse();
  const read: KeptWindow[] = [];
  for (let first = 0; first < found.length; first += AT_ONCE) {
    read.push(...(await readAll(objects, place, found.slice(first, first + AT_ONCE))));
    const oldest = read.at(-1)?.from ?? window.from;
    const isDay = Date.parse(oldest) <= Date.parse(window.to) - DAY_MS;
    if (read.some(({ called }) => called) || (isDay && spansOf(window, read).length > 0)) break;
  }
  return read;
}

/** Each span of last year that this one is compared with, its windows merged; undefined when history does not allow it. */
export async function seasonOfSpan(
  objects: Objects,
  place: KeptPlace,
  span: Span,
  window: Interval,
): Promise<WindowCounts[] | undefined> {
  const length = lengthOf(window);
  const spans: (WindowCounts | undefined)[] = [];
  for (const interval of seasonIntervals(span)) {
    const found = (await windowsOf(objects, place, length, interval)).filter(
      ({ from }) => (Date.parse(from) - Date.parse(interval.from)) % length === 0,
    );
    const windows: KeptWindow[] = [];
    for (let first = 0; first < found.length; first += AT_ONCE)
      windows.push(...(await readAll(objects, place, found.slice(first, first + AT_ONCE))));
    spans.push(windows.length === 0 ? undefined : windows.map(({ counts }) => counts).reduce(mergeWindows));
  }
  return seasonOf(spans);
}

/** Of windows of a length within [from, to), oldest first. */
async function windowsOf(
  objects: Objects,
  place: KeptPlace,
  length: number,
  within: Interval,
): Promise<WindowObject[]> {
  const found: WindowObject[] = [];
  for await (const window of windowObjects(objects, place.bucket, driftCountsPrefix(place), within))
    if (lengthOf(window) === length) found.push(window);
  return found;
}

/** Those that were counted on this baseline as it is. */
async function readAll(objects: Objects, place: KeptPlace, found: readonly WindowObject[]): Promise<KeptWindow[]> {
  const { bucket, baseline, version } = place;
  const texts = await Promise.all(found.map(({ key }) => objects.text({ bucket, key })));
  return texts.flatMap((text): KeptWindow[] => {
    const { from, to, called, counts, version: by } = DriftCounts.parse(JSON.parse(text));
    const fitting = onBaseline(baseline, counts, by === version);
    return fitting ? [{ from, to, called, rows: fitting.rows, counts: fitting }] : [];
  });
}

const at = (time: number): string => new Date(time).toISOString();
const lengthOf = ({ from, to }: Interval): number => Date.parse(to) - Date.parse(from);
