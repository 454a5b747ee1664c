/** Reports with what nobody should have in a column name, a level or a number. */
import type { DatasetReport } from '../../../../lib/core/data/dataset-report.ts';
import type { DriftReport } from '../../../../lib/core/drift/document.ts';
import { datasetSample, driftSample } from './_samples.ts';

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
    findings: HOSTILE.map((column) => ({
      column,
      rule: 'constant',
      text: `has one value only: ${column.slice(0, 50)}`,
    })),
    columns: report.columns.map((column, i) =>
      column.kind === 'category'
        ? { ...column, name: name(i), levels: column.levels.map((level, k) => ({ ...level, value: name(k) })) }
        : { ...column, name: name(i), max: 1e300, min: -1e300 },
    ),
  };
}

export function hostileDrift(): DriftReport {
  const report = driftSample(12);
  const name = (i: number): string => HOSTILE[i % HOSTILE.length] ?? '';
  const columns = report.columns.map((column, i): DriftReport['columns'][number] => {
    if (column.kind === 'unknown') return column;
    if (column.kind === 'number') return { ...column, name: name(i), cause: name(i + 1) };
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
