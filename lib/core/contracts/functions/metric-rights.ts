/** What a function needs to publish Sluice's own metrics. PutMetricData knows no resources; the namespace is the limit there is. */
import { SLUICE_NAMESPACE } from '../metrics.ts';
import type { Need } from './contract.ts';

export const PUBLISH_METRICS: Need = {
  actions: ['cloudwatch:PutMetricData'],
  on: 'any',
  condition: { StringEquals: { 'cloudwatch:namespace': SLUICE_NAMESPACE } },
};
