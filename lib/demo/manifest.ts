/** The three `model.yaml` of the story. */
const SHARED = `evaluation:
  gates: ["auc >= 0.90", "auc >= champion - 0.05"]
stages:
  staging:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }
  production: { serving: { instance: ml.m5.large, count: 2 }, rollout: { strategy: canary, size: 50, bakeMinutes: 10 }, rollbackOn: { errorRate: 0.02 } }
monitoring:
  drift: { everyHours: 1, falseAlarmsPerYear: 4 }
`;

export const MODEL = 'tumour';

export function manifest(training: string): string {
  return `sluice: 1
model: ${MODEL}
task: binary-classification
data:
  target: diagnosis
  id: patient
  maxRejectedShare: 0.01
training:
${training}
${SHARED}`;
}

export const FIRST = manifest(`  algorithm: xgboost
  hyperparameters: { maxDepth: 3, eta: 0.1, rounds: 60 }
  instance: ml.m5.large`);

export const SECOND = manifest(`  algorithm: xgboost
  hyperparameters: { maxDepth: 4, eta: 0.2, rounds: 200, subsample: 0.8, seed: 7 }
  instance: ml.m5.large`);

export const OWN_SCRIPT = manifest(`  algorithm: script
  instance: ml.m5.large`);
