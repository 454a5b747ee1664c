/** Reports with what nobody should have in a column name, a level or a number. */

import type { DatasetReport } from '../../../../lib/core/data/dataset-report.ts';
import type { FileReport } from '../../../../lib/core/data/file/file-report.ts';
import type { ComparedColumn, DriftComparison } from '../../../../lib/core/drift/compare/document.ts';
import type { DriftReport } from '../../../../lib/core/drift/document.ts';
import type { DiffPageInput } from '../../../../lib/core/reports/diff-page.ts';
import { comparisonSample, datasetSample, diffSample, driftSample, fileSample } from './_samples.ts';

export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "'; DROP TABLE students; --",
  '</style><style>*{display:none}',
  '</svg></title><script>alert(3)</script>',
  '\u202ereversed\u202c\u0000\u001b[31m',
  'a'.repeat(5_000),
  '\ud800 half a letter',
  '漢字'.repeat(100),
  '&lt;already&gt; escaped',
];

/** A report whose every name is hostile. */
export function hostileDataset(): DatasetReport {
  const report = datasetSample(12);
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  return {
    ...report,
    file: name(0),
    author: name(1),
    target: { ...report.target, name: name(3) },
    ...(report.positive ? { positive: { ...report.positive, label: name(4) } } : {}),
    reasons: report.reasons.map((reason, i) => ({ ...reason, column: name(i) })),
    overlays: HOSTILE.map((column) => ({ column, overlay: HOSTILE_LEVELS })),
    findings: HOSTILE.map((column) => ({
      column,
      rule: 'constant',
      text: `has one value only: ${column.slice(0, 50)}`,
    })),
    columns: report.columns.map((column, i) =>
      column.kind === 'category'
        ? {
            ...column,
            name: name(i),
            levels: column.levels.map((level, k) => ({ ...level, value: name(k) })),
            words: HOSTILE.map((word, k) => ({ word, count: k })),
            ...(column.relation
              ? {
                  relation: {
                    ...column.relation,
                    groups: column.relation.groups.map((group, k) => ({ ...group, level: name(k) })),
                  },
                }
              : {}),
          }
        : { ...column, name: name(i), max: 1e300, min: -1e300 },
    ),
    ...(report.correlations
      ? { correlations: { ...report.correlations, columns: report.correlations.columns.map((_, i) => name(i)) } }
      : {}),
  };
}

const HOSTILE_LEVELS = {
  levels: HOSTILE.slice(0, 8).map((value) => ({ value, before: 0.1, after: 0.2 })),
  other: { levels: 0, before: 0, after: 0 },
};

/** The same for a local file, whose findings are hostile too. */
export function hostileFile(): FileReport {
  const { columns, reasons, findings, correlations } = hostileDataset();
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  const report = fileSample(12);
  const hostile = HOSTILE.map((text, i) => ({
    column: name(i + 1),
    rule: name(i),
    expected: text,
    seen: text,
    cause: text,
    mend: text,
  }));
  return {
    ...report,
    file: name(1),
    against: HOSTILE,
    overlays: new Map(columns.map((column) => [column.name, HOSTILE_LEVELS])),
    target: { name: name(0), label: name(1) },
    columns,
    reasons,
    findings,
    warnings: hostile,
    refusal: { code: 'unit-change', message: name(1), findings: hostile, more: 3 },
    ...(correlations
      ? { correlations: { ...correlations, columns: correlations.columns.map((_, i) => name(i)) } }
      : {}),
  };
}

export function hostileDrift(): DriftReport {
  const report = driftSample(12);
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  const columns = report.columns.map((column, i): DriftReport['columns'][number] => {
    if (column.kind === 'unknown') return column;
    if (column.kind !== 'category') return { ...column, name: name(i), cause: name(i + 1) };
    const { bars } = column;
    return {
      ...column,
      name: name(i),
      ...(bars ? { bars: { ...bars, levels: bars.levels.map((level, k) => ({ ...level, value: name(k) })) } } : {}),
      now: { ...column.now, levels: column.now.levels.map((level, k) => ({ ...level, value: name(k) })) },
    };
  });
  return {
    ...report,
    skipped: { [name(0)]: 3 },
    columns: [...columns, { kind: 'unknown', name: name(2), problem: name(1), drifted: false }],
  };
}

export function hostileDiff(): DiffPageInput {
  const input = diffSample(12);
  const { diff } = input;
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  const rows = diff.rows?.basis === 'rows' ? diff.rows : undefined;
  if (!rows) throw new Error('the sample has no rows');
  const cells = HOSTILE.map((text) => ({ column: text, before: text, after: text }));
  return {
    ...input,
    types: new Map(HOSTILE.map((text) => [text, 'number'])),
    diff: {
      ...diff,
      before: { ...diff.before, name: name(0) },
      after: { ...diff.after, name: name(1) },
      added: HOSTILE,
      removed: HOSTILE,
      changes: diff.changes.map((change, i) =>
        change.kind === 'category' && change.plot
          ? {
              ...change,
              column: name(i),
              plot: { ...change.plot, levels: change.plot.levels.map((level, k) => ({ ...level, value: name(k) })) },
            }
          : { ...change, column: name(i) },
      ),
      rows: {
        ...rows,
        key: name(0),
        examples: HOSTILE.map((key, i) => ({ kind: 'changed', before: i, after: i, key, cells })),
      },
    },
  };
}

export function hostileComparison(): DriftComparison {
  const sample = comparisonSample(12);
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  return {
    ...sample,
    before: { ...sample.before, name: name(0) },
    now: { ...sample.now, name: name(1) },
    added: HOSTILE,
    remarks: HOSTILE,
    columns: sample.columns.map((column, i): ComparedColumn => {
      const changes = column.changes.map((change) => ({ ...change, cause: name(i) }));
      const own = { column: name(i), type: name(i), why: name(i), changes };
      if (column.kind !== 'category' || !column.plot) return { ...column, ...own };
      const levels = column.plot.levels.map((level, k) => ({ ...level, value: name(k) }));
      return { ...column, ...own, plot: { ...column.plot, levels } };
    }),
  };
}
