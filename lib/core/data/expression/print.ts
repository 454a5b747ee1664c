/** A tree as the text of a rule, with no more parentheses than it needs. `parseRule` of it gives the same tree. */
import { type Expression, IDENTIFIER, KEYWORDS, type Literal } from './syntax.ts';

/** How tightly a construct binds; what binds less than its place asks for stands in parentheses. */
const BINDS = { condition: 0, or: 1, and: 2, not: 3, predicate: 4, sum: 5, product: 6, unary: 7, primary: 8 } as const;
type Binding = (typeof BINDS)[keyof typeof BINDS];

export const printRule = (expression: Expression): string => print(expression, BINDS.condition);

function print(expression: Expression, least: Binding): string {
  const [text, binding] = parts(expression);
  return binding < least ? `(${text})` : text;
}

function parts(expression: Expression): readonly [string, Binding] {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return [printLiteral(expression), BINDS.primary];
    case 'boolean':
      return [String(expression.value), BINDS.primary];
    case 'column':
      return [printColumn(expression.name), BINDS.primary];
    case 'negative':
      return [`-${print(expression.operand, BINDS.unary)}`, BINDS.unary];
    case 'call':
      return [
        `${expression.name}(${expression.operands.map((each) => print(each, BINDS.condition)).join(', ')})`,
        BINDS.primary,
      ];
    case 'arithmetic': {
      const own = expression.operator === '+' || expression.operator === '-' ? BINDS.sum : BINDS.product;
      const right = print(expression.right, (own + 1) as Binding);
      return [`${print(expression.left, own)} ${expression.operator} ${right}`, own];
    }
    case 'comparison': {
      const tolerance = expression.tolerance === undefined ? '' : ` +- ${expression.tolerance}`;
      return [
        `${print(expression.left, BINDS.sum)} ${expression.operator} ${print(expression.right, BINDS.sum)}${tolerance}`,
        BINDS.predicate,
      ];
    }
    case 'membership':
      return [
        `${print(expression.operand, BINDS.sum)} ${expression.negated ? 'not ' : ''}in (${expression.values.map(printLiteral).join(', ')})`,
        BINDS.predicate,
      ];
    case 'missing':
      return [`${print(expression.operand, BINDS.sum)} is ${expression.negated ? 'not ' : ''}missing`, BINDS.predicate];
    case 'not':
      return [`not ${print(expression.operand, BINDS.not)}`, BINDS.not];
    case 'logic': {
      const own = BINDS[expression.operator];
      const right = print(expression.right, (own + 1) as Binding);
      return [`${print(expression.left, own)} ${expression.operator} ${right}`, own];
    }
    case 'if': {
      const { condition, consequence, alternative } = expression;
      // Before an else, an inner `if` without one would take it.
      const then = print(consequence, alternative ? BINDS.or : BINDS.condition);
      const otherwise = alternative ? ` else ${print(alternative, BINDS.condition)}` : '';
      return [`if ${print(condition, BINDS.condition)} then ${then}${otherwise}`, BINDS.condition];
    }
  }
}

const printLiteral = (literal: Literal): string =>
  literal.kind === 'number' ? String(literal.value) : `'${literal.value.replaceAll("'", "''")}'`;

/** A column's name as a rule writes it. */
export function printColumn(name: string): string {
  IDENTIFIER.lastIndex = 0;
  const plain = IDENTIFIER.exec(name)?.[0] === name && !KEYWORDS.has(name);
  return plain ? name : `\`${name.replaceAll('`', '``')}\``;
}
