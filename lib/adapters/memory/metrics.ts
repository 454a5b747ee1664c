/** CloudWatch metrics in memory. */
import type { Clock } from '../../core/ports/clock.ts';
import type { Metrics } from '../../core/ports/services.ts';

export interface Datum {
  namespace: string;
  name: string;
  value: number;
  dimensions: Record<string, string>;
  time: Date;
}

/** As CloudWatch: a metric is its whole set of dimensions; a part of the set is another metric. */
const key = (dimensions: Record<string, string>): string => JSON.stringify(Object.entries(dimensions).sort());

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
  };
}
