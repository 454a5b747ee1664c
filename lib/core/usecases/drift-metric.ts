/** The metric behind the drift alarm of a stage. */
import { DRIFT_METRIC, SLUICE_NAMESPACE } from '../contracts/metrics.ts';
import type { Metrics } from '../ports/services.ts';

export interface DriftMetricPorts {
  metrics: Metrics;
  platform: string;
}

/** 1 while what serves drifts, else 0; stamped now. */
export const publishDrift = (
  { metrics, platform }: DriftMetricPorts,
  { model, stage }: { model: string; stage: string },
  drifts: boolean,
): Promise<void> =>
  metrics.put(SLUICE_NAMESPACE, DRIFT_METRIC, drifts ? 1 : 0, { Platform: platform, Model: model, Stage: stage });
