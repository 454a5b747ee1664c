/** The platform over memory adapters: what its functions need, and the two workflows with SageMaker played by the test. */

import { formats } from '../../../lib/adapters/formats/formats.ts';
import { memoryEndpoints } from '../../../lib/adapters/memory/endpoints.ts';
import { memoryExecutions } from '../../../lib/adapters/memory/executions.ts';
import { memoryMetrics } from '../../../lib/adapters/memory/metrics.ts';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { memoryRegistry } from '../../../lib/adapters/memory/registry.ts';
import {
  countingIds,
  memoryAlarms,
  memoryEventBus,
  memoryPublisher,
  memoryQueue,
  noBackoff,
  testClock,
} from '../../../lib/adapters/memory/services.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { verifyChain } from '../../../lib/core/registry/chain.ts';
import { applyModel } from '../../../lib/core/usecases/apply-model.ts';
import type { Vpc } from '../../../lib/core/usecases/runs/training-job.ts';

export const ORIGIN = { platform: 'sluice', account: '123456789012', region: 'eu-west-1' };
export const TRAINING_MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:training';
export const RELEASE_MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:release';

export const manifest = (more: Record<string, unknown> = {}) => ({
  sluice: 1,
  model: 'churn',
  task: 'binary-classification',
  data: { target: 'churned' },
  training: { algorithm: 'xgboost', hyperparameters: { maxDepth: 3 } },
  evaluation: { gates: ['auc >= 0.7', 'auc >= champion - 0.01'] },
  stages: {
    staging: {},
    production: {
      serving: { count: 2 },
      rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 },
      rollbackOn: { errorRate: 0.02 },
    },
  },
  ...more,
});

/** Rows `x,y,churned` where x tells the label. @param scale of x */
export function csv(rows = 200, scale = 1, seed = 1): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = ((i * 37 + seed * 11) % 101) * scale;
    return `${x},${(i * 13) % 17},${x / scale > 50 ? 'yes' : 'no'}`;
  });
  return `x,y,churned\n${lines.join('\n')}\n`;
}

/** @param policy what differs from the default policy @param vpc where containers have their interfaces */
export function memoryPlatform(policy: Partial<Policy> = {}, vpc?: Vpc) {
  const clock = testClock('2026-03-02T08:00:00.000Z');
  const registry = memoryRegistry();
  const ports = {
    registry,
    clock,
    backoff: noBackoff,
    ids: countingIds(clock),
    executions: memoryExecutions(),
    endpoints: memoryEndpoints(),
    objects: memoryObjects({ now: clock.now }),
    formats,
    metrics: memoryMetrics(clock),
    alarms: memoryAlarms(),
    bus: memoryEventBus(),
    publisher: memoryPublisher(),
    queue: memoryQueue(),
    driftQueue: memoryQueue(),
    drillQueue: memoryQueue(),
    uploadQueue: memoryQueue(),
    policy: Policy.parse(policy),
    origin: ORIGIN,
    platform: 'sluice',
    region: ORIGIN.region,
    dataBucket: 'data',
    artifactBucket: 'artifacts',
    captureBucket: 'capture',
    trainingRole: 'arn:aws:iam::123456789012:role/training',
    vpc,
    servingRole: 'arn:aws:iam::123456789012:role/serving',
    image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
    runtime: { uri: 's3://assets/abc.tar.gz', digest: 'sha256:abc' },
    stateMachine: TRAINING_MACHINE,
    stateMachines: { training: TRAINING_MACHINE, release: RELEASE_MACHINE },
  };
  return {
    ports,
    apply: (json: Record<string, unknown> = manifest()) =>
      applyModel(ports, { model: String(json['model']), manifest: json, principal: 'anna' }),
    /** An object of the data bucket, as its event tells of it. */
    async upload(key: string, text: string) {
      await ports.objects.put({ bucket: 'data', key }, text);
      const { versionId, size } = await ports.objects.head({ bucket: 'data', key });
      return { bucket: 'data', key, versionId, size };
    },
    /** Kinds of the events of a chain, after the chain was verified. */
    async events(model = 'churn'): Promise<string[]> {
      const events = await registry.events(model);
      const verdict = verifyChain(model, events);
      if (!verdict.ok) throw new Error(`chain of ${model}: ${verdict.reason}`);
      return events.map(({ kind }) => kind);
    },
    item: (sk: string) => registry.dump().find((item) => item.sk === sk),
    items: (prefix: string) => registry.dump().filter(({ sk }) => sk.startsWith(prefix)),
  };
}
export type MemoryPlatform = ReturnType<typeof memoryPlatform>;
