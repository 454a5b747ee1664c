/** State machines: what Step Functions refuses, and what it accepts and then does. */
import type { CloudFault } from './fault.ts';

const GUIDE = 'Step Functions Developer Guide';
/** As CloudFormation fills it. */
const placeholder = (name: string): string => `\${${name}}`;

export const WORKFLOW_FAULTS: readonly CloudFault[] = [
  {
    title: 'a task without a timeout',
    kind: 'no timeout',
    document: `${GUIDE}, Task state: TimeoutSeconds defaults to 99,999,999`,
    sow: (field) => field.state('training', 'Prepare', (state) => delete state.TimeoutSeconds),
  },
  {
    title: 'an execution without a timeout',
    kind: 'no timeout',
    document: `${GUIDE}, Best practices: avoid stuck executions with timeouts`,
    sow: (field) => field.define('release', (machine) => delete machine.TimeoutSeconds),
  },
  {
    title: 'States.ALL before another rule',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Handling errors: States.ALL must appear in the last retrier`,
    sow: (field) => field.state('release', 'Plan', (state) => state.Retry?.reverse()),
  },
  {
    title: 'States.ALL beside another name',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Handling errors: States.ALL must appear alone`,
    sow: (field) => field.state('training', 'Register', (state) => state.Catch?.[0]?.ErrorEquals.push('TaskFailed')),
  },
  {
    title: 'a transition to nowhere',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Transitions: Next must be the name of a state`,
    sow: (field) =>
      field.state('training', 'Evaluate', (state) => {
        state.Next = 'Registre';
      }),
  },
  {
    title: 'a state nobody reaches',
    kind: 'definition does not do what it says',
    document: `${GUIDE}, Workflow Studio: states without an incoming transition never run`,
    sow: (field) =>
      field.state('release', 'Message?', (state) => {
        state.Choices = [{ Condition: '{% $exists($ending.notice) %}', Next: 'Done' }];
      }),
  },
  {
    title: 'a loop without a way out',
    kind: 'definition does not do what it says',
    document: `${GUIDE}, Quotas: 25,000 events, then the execution fails`,
    sow: (field) =>
      field.define('training', (machine) => {
        machine.States['Train'] = { Type: 'Wait', Seconds: 30, Next: 'Again' };
        machine.States['Again'] = { Type: 'Wait', Seconds: 30, Next: 'Train' };
        machine.States['Accepted?'] = { Type: 'Pass', Next: 'Train' };
      }),
  },
  {
    title: 'a failed training ends the execution without a record',
    kind: 'fault is not handled',
    document: `${GUIDE}, Handling errors: without a catcher the execution fails`,
    sow: (field) => field.state('training', 'Train', (state) => delete state.Catch),
  },
  {
    title: 'a Lambda task without Retry',
    kind: 'fault is not handled',
    document: `${GUIDE}, Best practices: handle transient Lambda service exceptions`,
    sow: (field) => field.state('training', 'Evaluate', (state) => delete state.Retry),
  },
  {
    title: 'a choice without a way for the rest',
    kind: 'fault is not handled',
    document: `${GUIDE}, Choice state: without Default it fails with States.NoChoiceMatched`,
    sow: (field) => field.state('release', 'Decide', (state) => delete state.Default),
  },
  {
    title: 'a call the SDK does not have',
    kind: 'unknown integration',
    document: `${GUIDE}, AWS SDK integrations: the action must exist`,
    sow: (field) =>
      field.state('release', 'Describe', (state) => {
        state.Resource = String(state.Resource).replace('describeEndpoint', 'getEndpoint');
      }),
  },
  {
    title: 'a service spelt as it is nowhere',
    kind: 'unknown integration',
    document: `${GUIDE}, Supported services: the name of DynamoDB is dynamodb`,
    sow: (field) =>
      field.state('release', 'Fence', (state) => {
        state.Resource = String(state.Resource).replace('aws-sdk:dynamodb', 'aws-sdk:dynamo-db');
      }),
  },
  {
    title: 'a pattern the service does not have',
    kind: 'unknown integration',
    document: `${GUIDE}, Service integration patterns: .sync is not for SDK integrations`,
    sow: (field) =>
      field.state('release', 'Configure', (state) => {
        state.Resource = `${state.Resource}.sync`;
      }),
  },
  {
    title: 'a call without an argument it needs',
    kind: 'wrong argument',
    document: 'CloudWatch API Reference, SetAlarmState: StateReason is required',
    sow: (field) =>
      field.state('release', 'AskBack', (state) => {
        state.Arguments = { AlarmName: '{% $plan.abortAlarm %}', StateValue: 'ALARM' };
      }),
  },
  {
    title: 'an argument spelt as in another language',
    kind: 'wrong argument',
    document: `${GUIDE}, AWS SDK integrations: arguments are in PascalCase`,
    sow: (field) =>
      field.state('release', 'Look', (state) => {
        state.Arguments = { endpointName: '{% $endpointName %}' };
      }),
  },
  {
    title: 'a value the call does not take',
    kind: 'wrong argument',
    document: 'CloudWatch API Reference, SetAlarmState: OK | ALARM | INSUFFICIENT_DATA',
    sow: (field) =>
      field.state('release', 'AskBack', (state) => {
        state.Arguments = { AlarmName: '{% $plan.abortAlarm %}', StateValue: 'ALERT', StateReason: 'back' };
      }),
  },
  {
    title: 'an expression that does not parse',
    kind: 'broken expression',
    document: `${GUIDE}, Transforming data with JSONata: a definition with a syntax error is refused`,
    sow: (field) =>
      field.state('release', 'Plan', (state) => {
        state.Assign = { plan: '{% $states.result.Payload. %}' };
      }),
  },
  {
    title: 'the result is used before there is one',
    kind: 'broken expression',
    document: `${GUIDE}, Reserved variable $states: result is for Output and Assign only`,
    sow: (field) =>
      field.state('training', 'Prepare', (state) => {
        state.Arguments = { FunctionName: placeholder('TrainingPrepare'), Payload: '{% $states.result %}' };
      }),
  },
  {
    title: 'a variable nobody assigns',
    kind: 'broken expression',
    document: `${GUIDE}, Passing data with variables: a variable that is not there is an error at run time`,
    sow: (field) =>
      field.state('training', 'CreateModel', (state) => {
        state.Arguments = '{% $prepard.model %}';
      }),
  },
  {
    title: 'fields of JSONPath in a JSONata state',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, JSONata: Parameters, ResultPath and their like are not allowed`,
    sow: (field) =>
      field.state('training', 'Check', (state) => {
        state.ResultPath = '$.check';
      }),
  },
  {
    title: 'a placeholder nothing fills',
    kind: 'unfilled placeholder',
    document:
      'CloudFormation reference, DefinitionSubstitutions: what it does not name stays in the definition as text',
    sow: (field) =>
      field.state('training', 'Evaluate', (state) => {
        state.Arguments = { FunctionName: placeholder('TrainingEvaluator'), Payload: '{% $states.input %}' };
      }),
  },
  {
    title: 'the role may not invoke a function of a task',
    kind: 'role lacks a right of a task',
    document: `${GUIDE}, IAM policies for integrated services: lambda:InvokeFunction`,
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'lambda:InvokeFunction');
      statement.Resource = [statement.Resource].flat().slice(1);
    },
  },
  {
    title: 'the role may not hear of the end of a job',
    kind: 'role lacks a right of a task',
    document: `${GUIDE}, IAM policies for SageMaker AI: .sync needs events:PutRule on StepFunctionsGetEventsFor...Rule`,
    sow: (field) => {
      const statements = field.statements('WorkflowRole');
      const index = statements.findIndex(({ Action }) => [Action].flat().includes('events:PutRule'));
      statements.splice(index, 1);
    },
  },
  {
    title: 'the role may not start the children of a Distributed Map',
    kind: 'role lacks a right of a task',
    document: `${GUIDE}, IAM policies for Distributed Map: states:StartExecution on the machine itself`,
    sow: (field) => {
      const statements = field.statements('WorkflowRole');
      const index = statements.findIndex(({ Action }) => [Action].flat().includes('states:StartExecution'));
      statements.splice(index, 1);
    },
  },
  {
    title: 'a child of a Distributed Map uses a variable of its parent',
    kind: 'broken expression',
    document: `${GUIDE}, Passing data between states with variables: states of a Distributed Map cannot reference variables outside it`,
    sow: (field) =>
      field.state('training', 'Ranges', ({ ItemProcessor }) => {
        const range = ItemProcessor?.States['Range'];
        if (range) range.Arguments = { ...(range.Arguments as object), Payload: '{% $check.ranges %}' };
      }),
  },
  {
    title: 'the role may not stop what it started',
    kind: 'role lacks a right of a task',
    document: `${GUIDE}, IAM policies for SageMaker AI: .sync needs sagemaker:StopTrainingJob, or a stopped execution trains on`,
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'sagemaker:StopTrainingJob');
      statement.Action = [statement.Action ?? []].flat().filter((action) => action !== 'sagemaker:StopTrainingJob');
    },
  },
  {
    title: 'the role may do what no task does',
    kind: 'right is too wide',
    document: 'IAM User Guide, Security best practices: apply least-privilege permissions',
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'sagemaker:CreateModel');
      statement.Action = [statement.Action ?? []].flat().concat('sagemaker:DeleteModel');
    },
  },
  {
    title: 'the body of an object is passed on',
    kind: 'payload instead of pointer',
    document: `${GUIDE}, Best practices: use S3 ARNs instead of large payloads; 256 KiB between states`,
    sow: (field) =>
      field.define('training', (machine) => {
        machine.States['ReadReport'] = {
          Type: 'Task',
          Resource: `arn:${placeholder('Partition')}:states:::aws-sdk:s3:getObject`,
          Arguments: { Bucket: 'sluice-artifacts', Key: '{% $check.reportKey %}' },
          TimeoutSeconds: 30,
          Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'FULL' }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'RecordFailure' }],
          Output: '{% $states.result.Body %}',
          Next: 'Prepare',
        };
        if (machine.States['Train']) machine.States['Train'].Next = 'ReadReport';
      }),
  },
  {
    title: 'waiting times that shrink',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Handling errors: BackoffRate must be at least 1.0`,
    sow: (field) =>
      field.state('release', 'Conclude', (state) => {
        for (const rule of state.Retry ?? []) if (rule.BackoffRate !== undefined) rule.BackoffRate = 0.5;
      }),
  },
  {
    title: 'an error the service never gives',
    kind: 'fault is not handled',
    document: `${GUIDE}, AWS SDK integrations: errors are <Service>.<Exception>Exception`,
    sow: (field) =>
      field.state('release', 'CreateEndpoint', (state) => {
        if (state.Retry?.[0]) state.Retry[0].ErrorEquals = ['SageMaker.ResourceLimitExceeded'];
      }),
  },
  {
    title: 'a retry uses the name of the job that failed',
    kind: 'fault is not handled',
    document: 'SageMaker API Reference, CreateTrainingJob: the name must be unique in account and region, for ever',
    sow: (field) =>
      field.state('training', 'Train', (state) => {
        state.Arguments = "{% $merge([$check.training, {'TrainingJobName': $check.jobBase}]) %}";
      }),
  },
  {
    title: 'a wait by two clocks',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Wait state: exactly one of Seconds and Timestamp`,
    sow: (field) =>
      field.state('release', 'Pause', (state) => {
        state.Timestamp = '2030-01-01T00:00:00Z';
      }),
  },
  {
    title: 'a state that goes on and ends',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Common state fields: Next or End, not both`,
    sow: (field) =>
      field.state('training', 'Register', (state) => {
        state.End = true;
      }),
  },
  {
    title: 'the name of a state is a sentence',
    kind: 'definition AWS refuses',
    document: 'Amazon States Language: names of states have at most 80 characters',
    sow: (field) =>
      field.define('training', (machine) => {
        const name = 'RecordFailure'.repeat(7);
        machine.States[name] = { Type: 'Pass', Next: 'Done' };
        if (machine.States['Failed?']) machine.States['Failed?'].Default = name;
      }),
  },
  {
    title: 'an express machine waits for jobs',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Choosing workflow type: Express has no .sync and five minutes`,
    sow: (field) => {
      field.properties('AWS::StepFunctions::StateMachine', 'Workflow')['StateMachineType'] = 'EXPRESS';
      for (const { Type, Properties } of Object.values(field.cloud.templates['training']?.Resources ?? {}))
        if (Type === 'AWS::StepFunctions::StateMachine') Properties['StateMachineType'] = 'EXPRESS';
    },
  },
  {
    title: 'a function is called and not waited for',
    kind: 'definition does not do what it says',
    document: `${GUIDE}, Invoke Lambda: with InvocationType Event the result is not there`,
    sow: (field) =>
      field.state('training', 'Prepare', (state) => {
        state.Arguments = { ...(state.Arguments as object), InvocationType: 'Event' };
      }),
  },
  {
    title: 'a task waits for a token it never gave away',
    kind: 'definition does not do what it says',
    document: `${GUIDE}, Wait for a callback: pass $states.context.Task.Token, or it waits until its timeout`,
    sow: (field) =>
      field.state('training', 'Register', (state) => {
        state.Resource = `${state.Resource}.waitForTaskToken`;
      }),
  },
  {
    title: 'two states of one name',
    kind: 'definition AWS refuses',
    document: 'Amazon States Language: names are unique in the whole machine, states inside Map included',
    sow: (field) =>
      field.state('training', 'Score', (state) => {
        const inner = state.ItemProcessor;
        if (!inner?.States['Transform']) throw new Error('Score has no Transform');
        inner.States = { Check: inner.States['Transform'] };
        inner.StartAt = 'Check';
      }),
  },
  {
    title: 'less than no items at once',
    kind: 'definition AWS refuses',
    document: `${GUIDE}, Map state: MaxConcurrency is 0 or a positive integer`,
    sow: (field) =>
      field.state('training', 'Score', (state) => {
        state.MaxConcurrency = -1;
      }),
  },
];
