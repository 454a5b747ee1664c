/** Changes that AWS takes and that hurt nobody: the check must let them pass. */
import type { CloudFault } from './fault.ts';
import type { ManifestFault } from './manifests.ts';

export const HARMLESS: readonly Pick<CloudFault, 'title' | 'sow'>[] = [
  {
    title: 'a function has more memory',
    sow: (field) => {
      field.properties('AWS::Lambda::Function', 'TrainingCheck')['MemorySize'] = 3008;
    },
  },
  {
    title: 'logs are kept for half a year',
    sow: (field) => {
      field.properties('AWS::Logs::LogGroup', 'TrainingCheckLogs')['RetentionInDays'] = 180;
    },
  },
  {
    title: 'an abandoned upload is tidied up sooner',
    sow: (field) => {
      const { Rules } = field.properties('AWS::S3::Bucket', 'Data')['LifecycleConfiguration'];
      for (const rule of Rules)
        if (rule.AbortIncompleteMultipartUpload) rule.AbortIncompleteMultipartUpload.DaysAfterInitiation = 2;
    },
  },
  {
    title: 'the hourly rule runs every two hours',
    sow: (field) => {
      field.properties('AWS::Events::Rule', 'DriftHourly')['ScheduleExpression'] = 'rate(2 hours)';
    },
  },
  {
    title: 'an action and a resource are written as lists',
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'sagemaker:CreateModel');
      statement.Action = [statement.Action ?? []].flat();
      statement.Resource = [statement.Resource].flat();
    },
  },
  {
    title: 'a tag',
    sow: (field) => {
      field.properties('AWS::SQS::Queue', 'DeadLetters')['Tags'] = [{ Key: 'team', Value: 'ml' }];
    },
  },
  {
    title: 'a comment and a longer wait in a workflow',
    sow: (field) =>
      field.define('release', (machine) => {
        Object.assign(machine, { Comment: 'Moves a stage.' });
        if (machine.States['Pause']) machine.States['Pause'].Seconds = 30;
      }),
  },
  {
    title: 'one more retry',
    sow: (field) =>
      field.state('training', 'Evaluate', (state) => {
        const last = state.Retry?.at(-1);
        if (last) last.MaxAttempts = 4;
      }),
  },
  {
    title: 'an argument the call knows and does not need',
    sow: (field) =>
      field.state('release', 'AskBack', (state) => {
        state.Arguments = { ...(state.Arguments as object), StateReasonData: '{"by":"sluice"}' };
      }),
  },
  {
    title: 'a second e-mail subscriber',
    sow: (field) =>
      field.add('storage', 'SecondSubscriber', 'AWS::SNS::Subscription', {
        ...field.properties('AWS::SNS::Subscription'),
        Endpoint: 'second@example.com',
      }),
  },
];

export const HARMLESS_MANIFESTS: readonly Pick<ManifestFault, 'title' | 'change'>[] = [
  { title: 'a comment', change: ['model: churn', 'model: churn # who leaves'] },
  { title: 'two more instances', change: ['count: 2', 'count: 4'] },
  { title: 'a smaller canary', change: ['size: 50', 'size: 10'] },
  { title: 'a quoted text', change: ['model: churn', 'model: "churn"'] },
];
