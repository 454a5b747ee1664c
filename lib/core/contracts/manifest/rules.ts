/** Judges `data.rules` as far as it can be without a file: whether each is a rule, and fits the columns that are declared. */
import { checkKinds } from '../../data/expression/check-kinds.ts';
import type { RuleFault } from '../../data/expression/fault.ts';
import { KIND_OF_TYPE, type RuleColumn, type RuleColumns } from '../../data/expression/kinds.ts';
import { parseRule } from '../../data/expression/parse.ts';
import { type ManifestIssue, manifestIssue } from './issue.ts';
import type { Manifest } from './schema.ts';

/** @param manifest absent when the rest of it is wrong: then only the grammar is judged */
export function ruleIssues(rules: readonly unknown[], manifest: Manifest | undefined): ManifestIssue[] {
  const known = manifest && declaredColumns(manifest);
  return rules.flatMap((rule, index) => {
    if (typeof rule !== 'string') return [];
    const parsed = parseRule(rule);
    const faults = 'fault' in parsed ? [parsed.fault] : known ? checkKinds(parsed.expression, known) : [];
    return faults.map((fault) => issueOf(fault, index, rule));
  });
}

function issueOf({ message, mend, start, end }: RuleFault, index: number, rule: string): ManifestIssue {
  const path = ['data', 'rules', index];
  const text = `data.rules[${index}], character ${start + 1}: ${message}`;
  return { ...manifestIssue('manifest/bad-rule', path, text, mend, rule), within: { start, end } };
}

/** Columns that are not declared may be there all the same: their types come from the first upload. */
function declaredColumns({ task, data }: Manifest): RuleColumns {
  const { target, id, ignore = [], columns } = data;
  const features = Object.entries(columns)
    .filter(([name]) => name !== target)
    .map(([name, { type, values }]): RuleColumn => ({ name, kind: KIND_OF_TYPE[type], ...(values ? { values } : {}) }));
  return {
    columns: [
      ...features,
      { name: target, kind: task === 'regression' ? 'number' : 'text' },
      ...(id === undefined ? [] : [{ name: id, kind: 'text' as const }]),
    ],
    complete: false,
    excluded: new Map(ignore.map((name) => [name, 'is left out by data.ignore'])),
  };
}
