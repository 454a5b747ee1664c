import type { CloudPorts, MetricDatum } from '../cloud/ports.ts';

/** What one invocation counts as. */
export interface InvocationMeasure {
  readonly endpoint: string;
  readonly variant: string;
  readonly configuration: string;
  /** Status of the model's answer; 0 when it gave none. */
  readonly modelStatus: number;
  readonly modelLatencyMicroseconds: number;
  readonly overheadMicroseconds: number;
}

export interface InvocationMetrics {
  record(measure: InvocationMeasure): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

const FLUSH_EVERY_MS = 200;
/** A datum holds at most this many distinct values. */
const VALUES_A_DATUM = 150;

interface Series {
  readonly name: string;
  readonly unit: MetricDatum['unit'];
  readonly dimensions: Readonly<Record<string, string>>;
  /** How often each value was seen. */
  readonly counts: Map<number, number>;
}

/** The AWS/SageMaker metrics of invocations, gathered and written a few times a second as the service itself. */
export function createInvocationMetrics(
  cloud: Pick<CloudPorts, 'putMetrics'>,
  now: () => number,
  onError: (error: unknown) => void,
): InvocationMetrics {
  let series = new Map<string, Series>();
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  function add(name: string, unit: MetricDatum['unit'], dimensions: Readonly<Record<string, string>>, value: number) {
    const id = [name, ...Object.values(dimensions)].join('\n');
    const found = series.get(id) ?? { name, unit, dimensions, counts: new Map<number, number>() };
    series.set(id, found);
    found.counts.set(value, (found.counts.get(value) ?? 0) + 1);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const gathered = [...series.values()];
    series = new Map();
    if (gathered.length === 0) return last;
    const timestamp = now();
    const data = gathered.flatMap((one) => dataOf(one, timestamp));
    last = last.then(() => cloud.putMetrics('AWS/SageMaker', data)).catch(onError);
    return last;
  }

  return {
    record(measure) {
      const { endpoint, variant, configuration, modelStatus: status } = measure;
      const failed = status < 200 || status >= 300;
      const base = { EndpointName: endpoint, VariantName: variant };
      for (const dimensions of [base, { ...base, EndpointConfigName: configuration }]) {
        add('Invocations', 'Count', dimensions, 1);
        add('Invocation4XXErrors', 'Count', dimensions, status >= 400 && status < 500 ? 1 : 0);
        // No answer, or a broken one, is the container's fault as well.
        add('Invocation5XXErrors', 'Count', dimensions, status >= 500 || status === 0 ? 1 : 0);
        add('InvocationModelErrors', 'Count', dimensions, failed ? 1 : 0);
        add('ModelLatency', 'Microseconds', dimensions, measure.modelLatencyMicroseconds);
        add('OverheadLatency', 'Microseconds', dimensions, measure.overheadMicroseconds);
      }
      timer ??= setTimeout(() => void flush(), FLUSH_EVERY_MS);
    },
    close: flush,
  };
}

function dataOf({ name, unit, dimensions, counts }: Series, timestamp: number): MetricDatum[] {
  const pairs = [...counts];
  const data: MetricDatum[] = [];
  for (let from = 0; from < pairs.length; from += VALUES_A_DATUM) {
    const some = pairs.slice(from, from + VALUES_A_DATUM);
    data.push({
      name,
      unit,
      dimensions,
      values: some.map(([value]) => value),
      counts: some.map(([, count]) => count),
      timestamp,
    });
  }
  return data;
}
