/**
 * Gates: the conditions a candidate must meet to become a version.
 *
 *     gate   = metric operator (number | "champion" [("+" | "-") number])
 *     operator = ">=" | "<=" | ">" | "<"
 *
 * The value that is compared is the estimate itself; its interval is reported beside it.
 */
import type { Task } from '../contracts/schema.ts';
import { metricNames } from './metrics/registry.ts';

export const OPERATORS = ['>=', '<=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Gate {
  /** As it was written, trimmed. */
  readonly text: string;
  readonly metric: string;
  readonly operator: Operator;
  /** The limit is `offset`, or the champion's value plus `offset`. */
  readonly against: 'number' | 'champion';
  readonly offset: number;
}

/** A gate that is not one. `position` counts characters of the text from 0. */
export class GateSyntaxError extends Error {
  override readonly name = 'GateSyntaxError';
  readonly position: number;
  readonly mend: string;
  constructor(position: number, found: string, mend: string) {
    super(found);
    this.position = position;
    this.mend = mend;
  }
}

const EXAMPLE = 'write it as auc >= 0.80, or auc >= champion - 0.005';
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;

/**
 * @example parseGate('auc >= champion - 0.005', 'binary-classification')
 * // { metric: 'auc', operator: '>=', against: 'champion', offset: -0.005, text: ... }
 * @throws GateSyntaxError
 */
export function parseGate(text: string, task: Task): Gate {
  const reader = new GateReader(text);
  const metric = readMetric(reader, task);
  const operator = readOperator(reader);
  const limit = readLimit(reader);
  reader.end();
  return { text: text.trim(), metric, operator, ...limit };
}

/** For validators: what is wrong with a gate and how to mend it, or undefined. */
export function gateFault(text: string, task: Task): { message: string; mend: string; position: number } | undefined {
  try {
    parseGate(text, task);
    return undefined;
  } catch (error) {
    if (error instanceof GateSyntaxError) return { message: error.message, mend: error.mend, position: error.position };
    throw error;
  }
}

/** Reads a text from left to right, skipping spaces before each part. */
class GateReader {
  position = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  take(pattern: RegExp): string | undefined {
    this.position += /^\s*/.exec(this.rest())?.[0].length ?? 0;
    const found = pattern.exec(this.rest())?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }
  rest(): string {
    return this.text.slice(this.position);
  }
  end(): void {
    if (this.take(/^\S/) === undefined) return;
    const position = this.position - 1;
    const rest = this.text.slice(position).trim();
    const percent = rest.startsWith('%');
    throw new GateSyntaxError(
      position,
      `"${clip(rest)}" is too much`,
      percent ? 'write a share: 0.80 and not 80 %' : `one condition a gate; ${EXAMPLE}`,
    );
  }
}

function readMetric(reader: GateReader, task: Task): string {
  const known = metricNames(task);
  const name = reader.take(/^[A-Za-z_][\w-]*/);
  if (name === undefined)
    throw new GateSyntaxError(
      reader.position,
      'a gate begins with a metric',
      `${EXAMPLE}; metrics: ${known.join(', ')}`,
    );
  const begin = reader.position - name.length;
  if (!known.includes(name))
    throw new GateSyntaxError(begin, `unknown metric "${clip(name)}"`, `metrics of ${task}: ${known.join(', ')}`);
  const slice = reader.take(/^slice\s*\([^)]*\)?/);
  if (slice !== undefined)
    throw new GateSyntaxError(
      reader.position - slice.length,
      'slices are not supported yet',
      'delete the slice(...) part',
    );
  return name;
}

function readOperator(reader: GateReader): Operator {
  const found = reader.take(/^[<>=!~]+/);
  const operator = OPERATORS.find((known) => known === found);
  if (operator) return operator;
  throw new GateSyntaxError(
    reader.position - (found?.length ?? 0),
    found === undefined ? 'an operator is missing' : `"${clip(found)}" is not an operator`,
    `use one of ${OPERATORS.join(' ')}; ${EXAMPLE}`,
  );
}

function readLimit(reader: GateReader): Pick<Gate, 'against' | 'offset'> {
  const number = reader.take(NUMBER);
  if (number !== undefined) return { against: 'number', offset: finite(reader, number) };
  if (reader.take(/^champion\b/) === undefined)
    throw new GateSyntaxError(reader.position, 'a number or champion must follow', EXAMPLE);
  const sign = reader.take(/^[+-]/);
  if (sign === undefined) return { against: 'champion', offset: 0 };
  const offset = reader.take(NUMBER);
  if (offset === undefined || /^[+-]/.test(offset))
    throw new GateSyntaxError(
      reader.position - (offset?.length ?? 0),
      `a number must follow "champion ${sign}"`,
      EXAMPLE,
    );
  const value = finite(reader, offset);
  return { against: 'champion', offset: sign === '-' && value !== 0 ? -value : value };
}

function finite(reader: GateReader, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new GateSyntaxError(reader.position - text.length, `${clip(text)} is too large`, EXAMPLE);
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);
