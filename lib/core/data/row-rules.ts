/** The rules over columns of a manifest, ready for the rows of one file. */
import type { Finding } from '../contracts/check.ts';
import type { ColumnType } from '../contracts/schema.ts';
import { checkKinds } from './expression/check-kinds.ts';
import { type CompiledRule, compileRule } from './expression/compile.ts';
import { KIND_OF_TYPE, type RuleColumns } from './expression/kinds.ts';
import { parseRule } from './expression/parse.ts';
import { refuse } from './refused.ts';

export interface RowRule {
  /** As the manifest has it. */
  readonly text: string;
  readonly holds: CompiledRule;
}

interface Named {
  name: string;
  type: ColumnType;
  values?: ReadonlySet<string>;
}

/** Columns a rule may name, in this order: features in contract order, the target (a label is a text), the id if there is one. */
export function ruleColumns(rules: readonly Named[], target: Named, id: string | undefined): RuleColumns['columns'] {
  return [
    ...rules.map(({ name, type, values }) => ({
      name,
      kind: KIND_OF_TYPE[type],
      ...(values ? { values: [...values] } : {}),
    })),
    target.values
      ? { name: target.name, kind: 'text', values: [...target.values] }
      : { name: target.name, kind: KIND_OF_TYPE[target.type] },
    ...(id === undefined ? [] : [{ name: id, kind: 'text' as const }]),
  ];
}

/** @throws UploadRefused `rule-unusable` for what could not be known when the manifest was applied */
export function rowRules(texts: readonly string[], known: RuleColumns): RowRule[] {
  const findings: Finding[] = [];
  const rules = texts.flatMap((text, index): RowRule[] => {
    const parsed = parseRule(text);
    const faults = 'fault' in parsed ? [parsed.fault] : checkKinds(parsed.expression, known);
    for (const { start, message, mend } of faults)
      findings.push({
        rule: `data.rules[${index}]`,
        expected: text,
        seen: `${message}, at character ${start + 1}`,
        mend: `${mend}; mend the rule in model.yaml and apply`,
      });
    return 'fault' in parsed || faults.length > 0 ? [] : [{ text, holds: compileRule(parsed.expression, known) }];
  });
  if (findings.length > 0)
    refuse('rule-unusable', `${findings.map(({ rule, seen }) => `${rule}: ${seen}`).join('. ')}.`, findings);
  return rules;
}
