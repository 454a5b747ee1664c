/** The role of a state machine may do what its tasks do: no less, and no more. */
import { identityStatements } from '../cloud/policies.ts';
import { type State, statesOf } from './definition.ts';
import { parseIntegration, pascal } from './integration.ts';
import { workflowRule } from './machines.ts';

/** What AWS asks of every state machine that logs. */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];
/** Children of a Distributed Map are executions of the machine (Developer Guide, IAM policies for Distributed Map). */
const DISTRIBUTED_MAP = ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution'];
/** Calls that hand a role on. */
const PASSES_ROLE = /^sagemaker:Create(TrainingJob|Model|ProcessingJob|HyperParameterTuningJob)$/;
/** Operations whose IAM action has another name. */
const ACTIONS: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };
const SERVICES: Readonly<Record<string, string>> = { eventbridge: 'events', sfn: 'states' };

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Actions that a task needs (Developer Guide, IAM policies for integrated services). */
function neededBy({ Resource = '', Arguments }: State): string[] {
  const integration = parseIntegration(Resource);
  if (!integration) return [];
  const service = SERVICES[integration.service] ?? integration.service;
  const operation = pascal(integration.operation);
  if (service === 'dynamodb' && operation === 'TransactWriteItems') {
    const items = list((Arguments as { TransactItems?: unknown }).TransactItems) as Record<string, unknown>[];
    const verbs: Readonly<Record<string, string>> = {
      ConditionCheck: 'ConditionCheckItem',
      Put: 'PutItem',
      Update: 'UpdateItem',
      Delete: 'DeleteItem',
    };
    return items.flatMap((item) => Object.keys(item)).map((kind) => `dynamodb:${verbs[kind] ?? kind}`);
  }
  const action = ACTIONS[`${service}:${operation}`] ?? `${service}:${operation}`;
  const job = /^sagemaker:Create(\w+Job)$/.exec(action)?.[1];
  return [
    action,
    ...(PASSES_ROLE.test(action) ? ['iam:PassRole'] : []),
    ...(integration.pattern === 'sync' && job
      ? [
          `sagemaker:Describe${job}`,
          `sagemaker:Stop${job}`,
          'sagemaker:AddTags',
          'sagemaker:ListTags',
          'events:PutRule',
          'events:PutTargets',
          'events:DescribeRule',
        ]
      : []),
  ];
}

/** The rule by which Step Functions hears of a job's end. */
const managedRule = ({ Resource = '' }: State): string | undefined => {
  const job = /:sagemaker:create(\w+)Job\.sync$/.exec(Resource)?.[1];
  return job && `rule/StepFunctionsGetEventsForSageMaker${job}JobsRule`;
};

export const workflowRights = workflowRule('workflow-rights', ({ machine, resource, role, fillings }, say, cloud) => {
  const own = identityStatements(cloud).filter(
    ({ at, effect }) => at === `${resource.part}/${role}` && effect === 'Allow',
  );
  const tasks = statesOf(machine).filter(([, { Type }]) => Type === 'Task');
  const maps = statesOf(machine).filter(([, state]) => state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED');
  const granted = new Set(own.flatMap(({ actions }) => actions));
  const needed = new Set([
    ...(resource.Properties['LoggingConfiguration'] ? LOG_DELIVERY : []),
    ...tasks.flatMap(([, state]) => neededBy(state)),
    ...(maps.length > 0 ? DISTRIBUTED_MAP : []),
  ]);
  const invocable = own
    .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
    .flatMap(({ resources }) => resources);
  const invoked = tasks.flatMap(([name, { Resource, Arguments }]) => {
    const { FunctionName = '' } = (Arguments ?? {}) as { FunctionName?: string };
    const placeholder = /^\$\{(\w+)\}$/.exec(FunctionName)?.[1] ?? '';
    return parseIntegration(Resource ?? '')?.service === 'lambda'
      ? [[name, fillings[placeholder] ?? FunctionName] as const]
      : [];
  });
  return [
    ...maps.flatMap(([name]) =>
      DISTRIBUTED_MAP.filter((action) => !granted.has(action)).map((action) =>
        say(name, `the role lacks ${action}, by which its children run`, 'add it to the needs of the machine'),
      ),
    ),
    ...tasks.flatMap(([name, state]) => [
      ...neededBy(state)
        .filter((action) => !granted.has(action))
        .map((action) => say(name, `the role lacks ${action}`, 'add it to the needs of the machine')),
      ...[managedRule(state)]
        .filter(
          (rule) =>
            rule !== undefined &&
            !own.some(
              ({ actions, resources }) =>
                actions.includes('events:PutRule') && resources.some((arn) => arn.endsWith(rule)),
            ),
        )
        .map((rule) =>
          say(
            name,
            `the role may not make ${rule}, by which the end of the job is heard`,
            'events:PutRule, PutTargets, DescribeRule on it',
          ),
        ),
    ]),
    ...invoked
      .filter(([, fn]) => !invocable.includes(fn))
      .map(([name, fn]) => say(name, `the role may not invoke ${fn}`, 'add it to the functions of the machine')),
    ...invocable
      .filter((fn) => !invoked.some(([, one]) => one === fn))
      .map((fn) => say(undefined, `the role may invoke ${fn}, which no task does`, 'take it out of the functions')),
    ...[...granted]
      .filter((action) => !needed.has(action))
      .map((action) => say(undefined, `the role may ${action}, which no task does`, 'take it out of the needs')),
  ];
});
