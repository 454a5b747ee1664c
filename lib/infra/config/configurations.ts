/** The configurations that are documented, and therefore checked: each is CDK context, as `cdk.json` or `-c` gives it. */

export interface Configuration {
  readonly name: string;
  /** Keys of config/context.ts. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What it is for; what it saves or costs, and what is given up. */
  readonly why: string;
}

export const CONFIGURATIONS: readonly Configuration[] = [
  {
    name: 'default',
    context: {},
    why: 'Everything that was uploaded is kept, live requests and logs for 90 days. Idle it costs storage, one alarm and the polling of queues.',
  },
  {
    name: 'least-cost',
    context: {
      uploadExpiryDays: 30,
      captureExpiryDays: 14,
      logRetentionDays: 14,
      policy: {
        instances: ['ml.t2.medium', 'ml.m5.large'],
        maxInstances: 2,
        maxTrainingMinutes: 30,
        maxTrainingsPerDay: 5,
      },
    },
    why: [
      'Stores less and bounds what a manifest can spend: raw uploads go after 30 days (the accepted copy stays), live',
      'requests and logs after 14; two small instances a stage, 30 minutes a training, 5 trainings a day. Given up: a look',
      'back at requests and faults older than two weeks, and models that need more. The one alarm ($0.10 a month) stays:',
      'nothing else says that messages were given up.',
    ].join(' '),
  },
  {
    name: 'vpc',
    context: { vpc: 'create' },
    why: [
      'Training, scoring and serving in two private subnets without a way out but S3. VPC, subnets and the S3 gateway',
      'endpoint cost nothing; flow logs cost $0.50 a GB. Versions registered before the change keep the network they had.',
    ].join(' '),
  },
];
