/** Mistakes in `model.yaml`: what SageMaker, XGBoost or YAML would make of them, or what a policy forbids. */

export interface ManifestFault {
  readonly title: string;
  readonly kind: string;
  readonly document: string;
  /** What is replaced in the documented manifest, and by what. */
  readonly change: readonly [from: string, to: string];
}

export const MANIFEST_FAULTS: readonly ManifestFault[] = [
  {
    title: 'a key nobody reads',
    kind: 'unknown key',
    document: 'a setting without effect is the worst kind: SageMaker would never hear of it',
    change: ['  instance: ml.m5.large\nevaluation', '  instance: ml.m5.large\n  spot: true\nevaluation'],
  },
  {
    title: 'a key spelt wrong',
    kind: 'unknown key',
    document: 'the same, by a slip',
    change: ['  target: churned', '  taget: churned'],
  },
  {
    title: 'a number in words',
    kind: 'wrong type',
    document: 'SageMaker API Reference, ProductionVariant: InitialInstanceCount is an integer',
    change: ['count: 2', 'count: two'],
  },
  {
    title: 'no instance at all',
    kind: 'out of range',
    document: 'SageMaker API Reference, ProductionVariant: InitialInstanceCount is at least 1',
    change: ['count: 2', 'count: 0'],
  },
  {
    title: 'a gate that is no comparison',
    kind: 'bad gate',
    document: 'lib/docs/errors.md, bad-gate',
    change: ['auc >= 0.80', 'auc => 0.80'],
  },
  {
    title: 'a metric of another task',
    kind: 'bad gate',
    document: 'lib/docs/errors.md, bad-gate: rmse is for regression',
    change: ['auc >= 0.80', 'rmse <= 3'],
  },
  {
    title: 'a name too long for what is made of it',
    kind: 'over-long name',
    document: 'SageMaker API Reference: names of jobs and endpoints have at most 63 characters',
    change: ['model: churn', 'model: churn-of-customers-in-all-of-europe'],
  },
  {
    title: 'a name with capitals and underscores',
    kind: 'bad name',
    document: 'SageMaker API Reference, EndpointName: [a-zA-Z0-9](-*[a-zA-Z0-9])*; ARNs are in lower case',
    change: ['model: churn', 'model: Churn_EU'],
  },
  {
    title: 'a canary larger than half',
    kind: 'out of range',
    document: 'SageMaker API Reference, TrafficRoutingConfig: CanarySize is at most 50 per cent',
    change: ['size: 50', 'size: 80'],
  },
  {
    title: 'a strategy nobody knows',
    kind: 'wrong value',
    document: 'SageMaker API Reference, TrafficRoutingConfig: ALL_AT_ONCE | CANARY | LINEAR',
    change: ['strategy: canary', 'strategy: shadow'],
  },
  {
    title: 'bake for longer than SageMaker waits',
    kind: 'out of range',
    document: 'SageMaker API Reference, TrafficRoutingConfig: WaitIntervalInSeconds is at most 3600',
    change: ['bakeMinutes: 10', 'bakeMinutes: 120'],
  },
  {
    title: 'a stage the platform does not have',
    kind: 'policy',
    document: 'lib/docs/errors.md, policy',
    change: ['  production:', '  prod:'],
  },
  {
    title: 'an instance type the platform does not allow',
    kind: 'policy',
    document: 'lib/docs/errors.md, policy: 33 dollars an hour',
    change: ['  instance: ml.m5.large\nevaluation', '  instance: ml.p4d.24xlarge\nevaluation'],
  },
  {
    title: 'an instance type that is none',
    kind: 'wrong value',
    document: 'SageMaker API Reference, ResourceConfig: InstanceType begins with ml.',
    change: ['  instance: ml.m5.large\nevaluation', '  instance: m5.large\nevaluation'],
  },
  {
    title: 'more instances than the platform allows',
    kind: 'policy',
    document: 'lib/docs/errors.md, policy',
    change: ['count: 2', 'count: 40'],
  },
  {
    title: 'the id is the target',
    kind: 'contradiction',
    document: 'XGBoost would learn the label from itself',
    change: ['id: customerId', 'id: churned'],
  },
  {
    title: 'the smallest is above the largest',
    kind: 'contradiction',
    document: 'every row would be refused',
    change: ['min: 18, max: 120', 'min: 120, max: 18'],
  },
  {
    title: 'a list of values for a number',
    kind: 'contradiction',
    document: 'the values would be ignored',
    change: ['type: integer, min: 18, max: 120', 'type: integer, values: ["18", "120"]'],
  },
  {
    title: 'a learning rate of two',
    kind: 'out of range',
    document: 'SageMaker AI Developer Guide, XGBoost hyperparameters: eta is from 0 to 1',
    change: ['eta: 0.2', 'eta: 2'],
  },
  {
    title: 'a hyperparameter XGBoost has under another name',
    kind: 'unknown key',
    document: 'SageMaker AI Developer Guide, XGBoost hyperparameters',
    change: ['maxDepth: 6', 'max_depht: 6'],
  },
  {
    title: 'a window that does not divide the day',
    kind: 'wrong value',
    document: 'design of the monitor: each hour of a day is always in the same window',
    change: ['everyHours: 1', 'everyHours: 5'],
  },
  {
    title: 'half of all rows and five times more may be bad',
    kind: 'out of range',
    document: 'a share is from 0 to 1',
    change: ['maxRejectedShare: 0.01', 'maxRejectedShare: 5'],
  },
  {
    title: 'a key twice',
    kind: 'broken YAML',
    document: 'YAML 1.2, 3.2.1.1: keys of a mapping are unique; parsers keep one of the two',
    change: ['model: churn', 'model: churn\nmodel: leaver'],
  },
  {
    title: 'a tab for indentation',
    kind: 'broken YAML',
    document: 'YAML 1.2, 6.1: tabs must not be used in indentation',
    change: ['  target: churned', '\ttarget: churned'],
  },
  {
    title: 'the answer yes or no as a value of a category',
    kind: 'wrong type',
    document: 'YAML 1.1 reads no as false: a value of a category is text, so it is refused unless quoted',
    change: ['values: [basic, plus, pro]', 'values: [basic, plus, false]'],
  },
  {
    title: 'no target',
    kind: 'missing key',
    document: 'XGBoost needs a label',
    change: ['  target: churned\n', ''],
  },
];
