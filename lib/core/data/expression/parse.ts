/** Reads a rule by recursive descent: one function a line of the grammar in lib/docs/rules.md. */
import { NoRule, type RuleFault } from './fault.ts';
import {
  type ArithmeticOperator,
  COMPARISONS,
  type ComparisonOperator,
  type Expression,
  type Literal,
  type Span,
} from './syntax.ts';
import { type Token, tokens } from './tokens.ts';

/** Keeps the recursion flat enough for any stack. */
export const LONGEST_RULE = 500;

/** The rule as a tree, or the first thing that is wrong with it. */
export function parseRule(rule: string): { expression: Expression } | { fault: RuleFault } {
  try {
    if (rule.length > LONGEST_RULE)
      throw new NoRule({
        start: LONGEST_RULE,
        end: rule.length,
        message: `a rule has at most ${LONGEST_RULE} characters, this one ${rule.length}`,
        mend: 'make several rules of it',
      });
    return { expression: new Parser(tokens(rule)).rule() };
  } catch (error) {
    if (error instanceof NoRule) return { fault: error.fault };
    throw error;
  }
}

const spanned = (from: Span, to: Span): Span => ({ start: from.start, end: to.end });

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  rule(): Expression {
    const expression = this.#condition();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw unexpected(rest, 'the end of the rule, or and, or');
    return expression;
  }

  #condition(): Expression {
    const first = this.#peek();
    if (!this.#takes('if')) return this.#disjunction();
    const condition = this.#condition();
    this.#expect('then');
    const consequence = this.#condition();
    if (!this.#takes('else')) return { kind: 'if', condition, consequence, ...spanned(first, consequence) };
    const alternative = this.#condition();
    return { kind: 'if', condition, consequence, alternative, ...spanned(first, alternative) };
  }

  #disjunction(): Expression {
    let left = this.#conjunction();
    while (this.#takes('or')) {
      const right = this.#conjunction();
      left = { kind: 'logic', operator: 'or', left, right, ...spanned(left, right) };
    }
    return left;
  }

  #conjunction(): Expression {
    let left = this.#negation();
    while (this.#takes('and')) {
      const right = this.#negation();
      left = { kind: 'logic', operator: 'and', left, right, ...spanned(left, right) };
    }
    return left;
  }

  #negation(): Expression {
    const first = this.#peek();
    if (!this.#takes('not')) return this.#predicate();
    const operand = this.#negation();
    return { kind: 'not', operand, ...spanned(first, operand) };
  }

  #predicate(): Expression {
    const operand = this.#sum();
    const operator = COMPARISONS.find((each) => this.#takes(each));
    if (operator) return this.#comparison(operand, operator);
    if (this.#takes('is')) {
      const negated = this.#takes('not');
      const last = this.#expect('missing');
      return { kind: 'missing', negated, operand, ...spanned(operand, last) };
    }
    const negated = this.#isKeyword('not') && this.#takes('not');
    if (negated || this.#isKeyword('in')) {
      this.#expect('in');
      return this.#membership(operand, negated);
    }
    return operand;
  }

  #comparison(left: Expression, operator: ComparisonOperator): Expression {
    const right = this.#sum();
    const mark = this.#peek();
    let comparison: Expression = { kind: 'comparison', operator, left, right, ...spanned(left, right) };
    if (this.#takes('+-')) {
      const number = this.#next();
      if (number.kind !== 'number') throw unexpected(number, 'a number behind +-');
      if (operator !== '==' && operator !== '<=' && operator !== '>=')
        throw new NoRule({
          ...spanned(mark, number),
          message: `${operator} takes no tolerance`,
          mend: 'use +- with ==, <= or >=',
        });
      comparison = { ...comparison, tolerance: number.value, ...spanned(left, number) };
    }
    const after = this.#peek();
    if (after.kind === 'symbol' && COMPARISONS.some((each) => each === after.value))
      throw new NoRule({
        start: after.start,
        end: after.end,
        message: 'comparisons cannot be chained',
        mend: 'join two of them by and',
      });
    return comparison;
  }

  #membership(operand: Expression, negated: boolean): Expression {
    this.#expect('(');
    const values = [this.#literal()];
    while (this.#takes(',')) values.push(this.#literal());
    const last = this.#expect(')');
    return { kind: 'membership', negated, operand, values, ...spanned(operand, last) };
  }

  #literal(): Literal {
    const first = this.#peek();
    const minus = this.#takes('-');
    const token = this.#next();
    if (token.kind === 'number')
      return { kind: 'number', value: minus ? -token.value : token.value, ...spanned(first, token) };
    if (token.kind === 'text' && !minus) return { kind: 'text', value: token.value, ...spanned(first, token) };
    throw unexpected(token, 'a number or a text in quotes');
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Expression {
    return this.#chain(['*', '/'], () => this.#unary());
  }

  #chain(operators: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => this.#takes(each));
      if (operator === undefined) return left;
      const right = operand();
      left = { kind: 'arithmetic', operator, left, right, ...spanned(left, right) };
    }
  }

  #unary(): Expression {
    const first = this.#peek();
    if (!this.#takes('-')) return this.#primary();
    const operand = this.#unary();
    return { kind: 'negative', operand, ...spanned(first, operand) };
  }

  #primary(): Expression {
    const token = this.#next();
    const { start, end } = token;
    switch (token.kind) {
      case 'number':
      case 'text':
        return token;
      case 'name':
        return !token.quoted && this.#takes('(')
          ? this.#call(token.value, token)
          : { kind: 'column', name: token.value, start, end };
      case 'keyword':
        if (token.value === 'true' || token.value === 'false')
          return { kind: 'boolean', value: token.value === 'true', start, end };
        throw unexpected(token, 'a column, a number, a text or a parenthesis');
      case 'symbol':
        if (token.value === '(') {
          const inner = this.#condition();
          return { ...inner, ...spanned(token, this.#expect(')')) };
        }
        throw unexpected(token, 'a column, a number, a text or a parenthesis');
      case 'end':
        throw unexpected(token, 'a column, a number, a text or a parenthesis');
    }
  }

  #call(name: string, first: Span): Expression {
    const operands = [this.#condition()];
    while (this.#takes(',')) operands.push(this.#condition());
    return { kind: 'call', name, operands, ...spanned(first, this.#expect(')')) };
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #isKeyword(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'keyword' && token.value === word;
  }

  /** Whether the next token is this keyword or symbol, which is consumed then. */
  #takes(word: string): boolean {
    const token = this.#peek();
    const is = (token.kind === 'keyword' || token.kind === 'symbol') && token.value === word;
    if (is) this.#at += 1;
    return is;
  }

  #expect(word: string): Token {
    const token = this.#peek();
    if (!this.#takes(word)) throw unexpected(token, word);
    return token;
  }
}

function unexpected(token: Token, wanted: string): NoRule {
  const { start, end } = token;
  const found = token.kind === 'end' ? 'the rule ends' : `${shown(token)} stands`;
  const mend = isTolerance(token)
    ? 'for a sum write + - with a space; a tolerance follows a comparison'
    : `write ${wanted}`;
  return new NoRule({ start, end: Math.max(end, start + 1), message: `${found} where ${wanted} is expected`, mend });
}

const isTolerance = (token: Token): boolean => token.kind === 'symbol' && token.value === '+-';

function shown(token: Exclude<Token, { kind: 'end' }>): string {
  if (token.kind === 'text') return JSON.stringify(token.value);
  return token.kind === 'name' && token.quoted ? `\`${token.value}\`` : String(token.value);
}
