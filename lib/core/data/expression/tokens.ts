/** Cuts the text of a rule into tokens. */
import { NoRule } from './fault.ts';
import { IDENTIFIER, KEYWORDS, type Span } from './syntax.ts';

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'text'; value: string }
    /** `quoted`: in backticks, so that it is a column whatever it looks like. */
    | { kind: 'name'; value: string; quoted: boolean }
    | { kind: 'keyword'; value: string }
    | { kind: 'symbol'; value: string }
    | { kind: 'end' }
  );

/** Longer ones first. `+-` without a space is a tolerance; `a + -1` is a sum. */
const SYMBOLS = ['==', '!=', '<=', '>=', '+-', '<', '>', '+', '-', '*', '/', '(', ')', ','] as const;
/** What people write who know another language. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['<>', '!='],
  ['=', '=='],
  ['!', 'not'],
  ['±', '+-'],
];
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const QUOTES = ["'", '"', '`'];

/** @throws NoRule */
export function tokens(rule: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < rule.length) {
    if (/\s/.test(rule.charAt(at))) at += 1;
    else {
      const token = next(rule, at);
      found.push(token);
      at = token.end;
    }
  }
  found.push({ kind: 'end', start: rule.length, end: rule.length });
  return found;
}

function next(rule: string, start: number): Token {
  if (QUOTES.includes(rule.charAt(start))) return quoted(rule, start);
  const number = matched(NUMBER, rule, start);
  if (number !== undefined) return numberToken(number, start, rule);
  const name = matched(IDENTIFIER, rule, start);
  if (name !== undefined) {
    const span = { start, end: start + name.length };
    return KEYWORDS.has(name)
      ? { kind: 'keyword', value: name, ...span }
      : { kind: 'name', value: name, quoted: false, ...span };
  }
  const [foreign, ours] = FOREIGN.find(([text]) => rule.startsWith(text, start)) ?? [];
  const symbol = SYMBOLS.find((text) => rule.startsWith(text, start));
  if (symbol !== undefined && foreign !== '<>')
    return { kind: 'symbol', value: symbol, start, end: start + symbol.length };
  const character = String.fromCodePoint(rule.codePointAt(start) ?? 0);
  throw new NoRule({
    start,
    end: start + (foreign ?? character).length,
    message: `${foreign ?? JSON.stringify(character)} is not known in rules`,
    mend: ours === undefined ? 'put names of columns that are no plain words in backticks' : `write ${ours}`,
  });
}

function matched(pattern: RegExp, rule: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(rule)?.[0];
}

function numberToken(text: string, start: number, rule: string): Token {
  const value = Number(text);
  const end = start + text.length;
  if (!Number.isFinite(value))
    throw new NoRule({ start, end, message: `${text} is too large`, mend: 'write a number below 1e308' });
  if (matched(IDENTIFIER, rule, end) !== undefined)
    throw new NoRule({
      start,
      end: end + 1,
      message: 'a name cannot begin with a digit',
      mend: 'put a column that does in backticks; write numbers without units',
    });
  return { kind: 'number', value, start, end };
}

/** A quote within is doubled, as in SQL and CSV. */
function quoted(rule: string, start: number): Token {
  const quote = rule.charAt(start);
  let value = '';
  let at = start + 1;
  for (;;) {
    const close = rule.indexOf(quote, at);
    if (close < 0)
      throw new NoRule({
        start,
        end: rule.length,
        message: `the quote ${quote} is never closed`,
        mend: `add ${quote} where the ${quote === '`' ? 'name' : 'text'} ends; one within is doubled`,
      });
    value += rule.slice(at, close);
    at = close + 1;
    if (rule.charAt(at) !== quote) break;
    value += quote;
    at += 1;
  }
  const span = { start, end: at };
  if (quote !== '`') return { kind: 'text', value, ...span };
  if (value === '')
    throw new NoRule({ ...span, message: 'a name is empty', mend: 'write the name of a column between the backticks' });
  return { kind: 'name', value, quoted: true, ...span };
}
