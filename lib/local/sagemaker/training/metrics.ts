import type { FinalMetric } from '../state/records.ts';

export interface MetricDefinition {
  readonly Name: string;
  readonly Regex: string;
}

export interface MetricReader {
  read(line: string, at: number): void;
  /** The last value of each metric. */
  final(): readonly FinalMetric[];
}

/**
 * Finds metrics in log lines: the number is the first capture group. As on AWS a tab is seen as `#011`.
 * @throws SyntaxError for a pattern that JavaScript does not take
 */
export function createMetricReader(definitions: readonly MetricDefinition[]): MetricReader {
  const patterns = definitions.map(({ Name, Regex }) => ({ name: Name, pattern: new RegExp(Regex) }));
  const last = new Map<string, FinalMetric>();
  return {
    read(line, at) {
      const text = line.replaceAll('\t', '#011');
      for (const { name, pattern } of patterns) {
        const captured = pattern.exec(text)?.[1];
        const value = captured === undefined || captured.trim() === '' ? Number.NaN : Number(captured);
        if (Number.isFinite(value)) last.set(name, { name, value, at });
      }
    },
    final: () => [...last.values()],
  };
}
