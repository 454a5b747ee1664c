/** Where an issue stands in the text of a manifest: line, column and how much to underline. */
import { type Document, isMap, isNode, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { ManifestIssue } from './issue.ts';

/** Line and column count from 1; `length` is within the line. */
export interface Place {
  line: number;
  column: number;
  length: number;
}

export type PlacedIssue = ManifestIssue & { at?: Place };

/** Gives every issue its place in the YAML text, and sorts them by it. Issues that have one keep it. */
export function placeIssues(text: string, issues: readonly PlacedIssue[]): PlacedIssue[] {
  const lineCounter = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter });
  } catch (error) {
    // Too deep for the parser's recursion: the issues stay without a place.
    if (error instanceof RangeError) return [...issues];
    throw error;
  }
  const lines = text.split('\n');
  const placed = issues.map((issue) => {
    const range = issue.at ? undefined : narrowed(rangeOf(document, issue), issue, text);
    return range ? { ...issue, at: placeOf(range, lineCounter, lines) } : issue;
  });
  return placed.sort((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0));
}

type Range = readonly [number, number];

export function placeOf([start, end]: Range, counter: LineCounter, lines: readonly string[]): Place {
  const { line, col } = counter.linePos(start);
  const source = lines[line - 1]?.replace(/\r$/, '') ?? '';
  const length = Math.max(1, Math.min(end - start, source.length - col + 1));
  return { line, column: Math.max(1, col), length };
}

/** The part of a text it is about, where the text stands in the file as it is: on one line, without escapes. */
function narrowed(range: Range | undefined, { within, value }: ManifestIssue, text: string): Range | undefined {
  if (!range || !within || typeof value !== 'string') return range;
  const at = text.slice(range[0], range[1]).indexOf(value);
  return at < 0 ? range : [range[0] + at + within.start, range[0] + at + Math.max(within.end, within.start + 1)];
}

/** An unknown key: the key. A missing one: the key of the nearest parent that exists. Else the value. */
function rangeOf(document: Document.Parsed, { path, code }: ManifestIssue): Range | undefined {
  const key = keyRange(document, path);
  if (key && (code === 'manifest/unknown-key' || code === 'manifest/not-supported-yet')) {
    const value = rangeOfNode(document.getIn(path, true));
    // A value that is not supported yet stands in a known key: the mark belongs to the value.
    return code === 'manifest/not-supported-yet' && LATER_VALUE.test(textOf(document, path)) ? (value ?? key) : key;
  }
  const node: unknown = document.getIn(path, true);
  if (isMap(node)) return key ?? rangeOfNode(node);
  const value = rangeOfNode(node);
  if (value) return value;
  for (let end = path.length - 1; end > 0; end--) {
    const parent = keyRange(document, path.slice(0, end));
    if (parent) return parent;
  }
  return [0, 1];
}

const LATER_VALUE = /^(multiclass-classification|linear|rolling)$/;

function textOf(document: Document.Parsed, path: readonly (string | number)[]): string {
  const value: unknown = document.getIn(path);
  return typeof value === 'string' ? value : '';
}

function keyRange(document: Document.Parsed, path: readonly (string | number)[]): Range | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => isPair(item) && keyText(item.key) === String(last));
  return rangeOfNode(pair?.key);
}

const keyText = (key: unknown): string => (isNode(key) ? String(key.toJSON()) : String(key));

function rangeOfNode(node: unknown): Range | undefined {
  const range = isNode(node) ? (node as Node).range : undefined;
  return range ? [range[0], range[1]] : undefined;
}
