/** What a state machine is made of and what its role needs, as data: the infrastructure renders role, policy and definition from it. */

/** What a right of a state machine is on. `infra` turns it into an ARN; `platform-*` are `<platform>-*` in account and region. */
export type MachineResource =
  | 'registry-table'
  | 'platform-training-jobs'
  | 'platform-transform-jobs'
  | 'platform-models'
  | 'platform-endpoints'
  | 'platform-endpoint-configurations'
  | 'platform-alarms'
  | 'training-machine'
  /** Of its Distributed Map. */
  | 'training-map-executions'
  | 'training-role'
  | 'serving-role'
  /** The default event bus. */
  | 'event-bus'
  /** Step Functions' own rules, by their exact names. */
  | 'training-jobs-rule'
  | 'transform-jobs-rule';

export interface MachineNeed {
  actions: readonly string[];
  on: MachineResource;
  condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface MachineContract {
  id: 'training' | 'release';
  /** Below lib/workflows. */
  definition: string;
  description: string;
  /** Placeholder in the definition -> id of the function whose ARN fills it. The role may invoke these and no others. */
  functions: Readonly<Record<string, string>>;
  /** Other placeholders: the platform's name, and the name of the registry table. */
  names: readonly ('Platform' | 'RegistryTable')[];
  needs: readonly MachineNeed[];
}

const TO_SAGEMAKER = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } as const;
/** `.sync` listens for the job's end by a rule that Step Functions manages; AWS refuses a machine whose role lacks these. */
const MANAGED_RULE = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'] as const;

/**
 * Longest life of a training execution, seconds: the definition's TimeoutSeconds (a test holds them together). A run that
 * is said to be running for longer than this is not.
 */
export const TRAINING_EXECUTION_SECONDS = 172_800;

/**
 * Longest an endpoint may go on moving after its release's execution ended, seconds: the longest deployment SageMaker is
 * asked for (bake, termination wait, an hour for instances; a test holds them together), and as long for its way back.
 */
export const SETTLING_SECONDS = 15_000;

export const trainingMachine: MachineContract = {
  id: 'training',
  definition: 'training.asl.json',
  description: 'From an upload to a registered version.',
  functions: {
    TrainingCheck: 'training-check',
    TrainingRange: 'training-range',
    TrainingPrepare: 'training-prepare',
    TrainingEvaluate: 'training-evaluate',
    TrainingRegister: 'training-register',
  },
  names: [],
  needs: [
    {
      actions: [
        'sagemaker:CreateTrainingJob',
        'sagemaker:DescribeTrainingJob',
        'sagemaker:StopTrainingJob',
        'sagemaker:AddTags',
        'sagemaker:ListTags',
      ],
      on: 'platform-training-jobs',
    },
    {
      actions: [
        'sagemaker:CreateTransformJob',
        'sagemaker:DescribeTransformJob',
        'sagemaker:StopTransformJob',
        'sagemaker:AddTags',
        'sagemaker:ListTags',
      ],
      on: 'platform-transform-jobs',
    },
    { actions: ['sagemaker:CreateModel'], on: 'platform-models' },
    { actions: ['iam:PassRole'], on: 'training-role', condition: TO_SAGEMAKER },
    { actions: ['iam:PassRole'], on: 'serving-role', condition: TO_SAGEMAKER },
    { actions: MANAGED_RULE, on: 'training-jobs-rule' },
    { actions: MANAGED_RULE, on: 'transform-jobs-rule' },
    { actions: ['events:PutEvents'], on: 'event-bus' },
    // Children of a Distributed Map are executions of the machine itself.
    { actions: ['states:StartExecution'], on: 'training-machine' },
    { actions: ['states:DescribeExecution', 'states:StopExecution'], on: 'training-map-executions' },
  ],
};

export const releaseMachine: MachineContract = {
  id: 'release',
  definition: 'release.asl.json',
  description: 'Moves a stage to a version behind alarms, and proves what serves in the end.',
  functions: { ReleasePlan: 'release-plan', ReleaseWatch: 'release-watch', ReleaseConclude: 'release-conclude' },
  names: ['Platform', 'RegistryTable'],
  needs: [
    { actions: ['dynamodb:ConditionCheckItem'], on: 'registry-table' },
    { actions: ['sagemaker:DescribeModel', 'sagemaker:CreateModel'], on: 'platform-models' },
    { actions: ['iam:PassRole'], on: 'serving-role', condition: TO_SAGEMAKER },
    { actions: ['sagemaker:CreateEndpointConfig'], on: 'platform-endpoint-configurations' },
    // Creating and updating an endpoint are checked on its configuration too.
    { actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'], on: 'platform-endpoint-configurations' },
    {
      actions: [
        'sagemaker:CreateEndpoint',
        'sagemaker:UpdateEndpoint',
        'sagemaker:DescribeEndpoint',
        'sagemaker:DeleteEndpoint',
      ],
      on: 'platform-endpoints',
    },
    {
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:SetAlarmState', 'cloudwatch:DeleteAlarms'],
      on: 'platform-alarms',
    },
    { actions: ['events:PutEvents'], on: 'event-bus' },
  ],
};

export const MACHINES: readonly MachineContract[] = [trainingMachine, releaseMachine];
