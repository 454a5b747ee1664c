/** The manifest of the design, shared by the tests. */
export const EXAMPLE = `sluice: 1
model: churn
task: binary-classification
data:
  target: churned
  id: customerId
  columns:
    age:  { type: integer, min: 18, max: 120 }
    plan: { type: category, values: [basic, plus, pro] }
  maxRejectedShare: 0.01
training:
  algorithm: xgboost
  hyperparameters: { maxDepth: 6, eta: 0.2, rounds: 200 }
  instance: ml.m5.large
evaluation:
  gates: ["auc >= 0.80", "auc >= champion - 0.005"]
stages:
  staging:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }
  production: { serving: { instance: ml.m5.large, count: 2 }, rollout: { strategy: canary, size: 50, bakeMinutes: 10 }, rollbackOn: { errorRate: 0.02 } }
monitoring:
  drift: { everyHours: 1, falseAlarmsPerYear: 4 }
`;
