/** CloudWatch metrics in memory. */
import type { Clock } from '../../core/ports/clock.ts';
import type { MetricStatistic, Metrics } from '../../core/ports/services.ts';

export interface Datum {
  namespace: string;
  name: string;
  value: number;
  dimensions: Record<string, string>;
  time: Date;
}

/** As CloudWatch: a metric is its whole set of dimensions; a part of the set is another metric. */
const key = (dimensions: Record<string, string>): string => JSON.stringify(Object.entries(dimensions).sort());

function statisticOf(statistic: MetricStatistic['statistic'], points: readonly Datum[]): number {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  if (statistic === 'Sum') return values.reduce((total, value) => total + value, 0);
  // The nearest rank.
  return values[Math.ceil((Number(statistic.slice(1)) / 100) * values.length) - 1] ?? 0;
}

export function memoryMetrics(clock: Clock): Metrics & { data: Datum[] } {
  const data: Datum[] = [];
  return {
    data,
    async put(namespace, name, value, dimensions, time = clock.now()) {
      data.push({ namespace, name, value, dimensions: { ...dimensions }, time });
    },
    async sum(namespace, name, dimensions, from, to) {
      return data
        .filter((datum) => datum.namespace === namespace && datum.name === name)
        .filter((datum) => key(datum.dimensions) === key(dimensions) && datum.time >= from && datum.time < to)
        .reduce((total, { value }) => total + value, 0);
    },
    async series(namespace, dimensions, wanted, { from, to, periodSeconds }) {
      const found = data
        .filter((datum) => datum.namespace === namespace && key(datum.dimensions) === key(dimensions))
        .filter(({ time }) => time >= from && time < to);
      const period = periodSeconds * 1000;
      return wanted.map(({ name, statistic }) => {
        const points = found.filter((datum) => datum.name === name);
        return [...Map.groupBy(points, ({ time }) => Math.floor(time.getTime() / period) * period)]
          .sort(([a], [b]) => a - b)
          .map(([begin, each]) => ({ time: new Date(begin), value: statisticOf(statistic, each) }));
      });
    },
  };
}
