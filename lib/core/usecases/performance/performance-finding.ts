/** What the daily look at performance says of the incident. */
import type { JudgedMetric } from '../../performance/judged.ts';
import type { PerformanceWatch } from '../../performance/watch-document.ts';
import type { WindowFinding } from '../../registry/incident.ts';

/** Each metric that was called once, where it declined most. */
export function calledMetrics({ judged }: Pick<PerformanceWatch, 'judged'>): JudgedMetric[] {
  const called = judged.flatMap(({ metrics }) => metrics.filter((metric) => metric.called));
  const names = [...new Set(called.map(({ metric }) => metric))];
  return names
    .flatMap((name) => {
      const [worst] = called.filter(({ metric }) => metric === name).sort((a, b) => b.decline - a.decline);
      return worst ? [worst] : [];
    })
    .sort((a, b) => b.decline / b.least - a.decline / a.least);
}

/** @param report its key in the artefact bucket */
export function performanceFinding(watch: PerformanceWatch, report: string): WindowFinding {
  const { model, stage, version, configuration, window } = watch;
  const findings = calledMetrics(watch).map(({ metric, decline }) => ({ name: metric, effect: decline }));
  return { kind: 'performance', model, stage, version, configuration, window, report, findings };
}
