/** Who may do what, read from the templates. That rights are narrow and real is held by the rules of test/check/iam. */
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lib/core/contracts/functions/index.ts';
import { identityStatements, matches, resourceStatements, trustStatements } from '../check/cloud/policies.ts';
import { synthesise } from './_synth.ts';

const platform = synthesise();
const statements = identityStatements(platform);

/** Actions that know no resource, and what limits them instead. Everything else names one. */
const RESOURCELESS: Readonly<Record<string, string>> = {
  'cloudwatch:GetMetricData': 'reading; the service knows no resource',
  'cloudwatch:PutMetricData': 'limited by the condition cloudwatch:namespace (asserted below)',
  'ecr:GetAuthorizationToken': 'a token is of the registry; pulling is limited to one repository',
  'logs:CreateLogDelivery': 'what AWS asks of a state machine that logs',
  'logs:DeleteLogDelivery': 'what AWS asks of a state machine that logs',
  'logs:DescribeLogGroups': 'what AWS asks of a state machine that logs',
  'logs:DescribeResourcePolicies': 'what AWS asks of a state machine that logs',
  'logs:GetLogDelivery': 'what AWS asks of a state machine that logs',
  'logs:ListLogDeliveries': 'what AWS asks of a state machine that logs',
  'logs:PutResourcePolicy': 'what AWS asks of a state machine that logs',
  'logs:UpdateLogDelivery': 'what AWS asks of a state machine that logs',
};

describe('what roles and personas are allowed', () => {
  it('names resources, but for the actions that know none', () => {
    const open = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
    expect(open.filter((action) => !(action in RESOURCELESS))).toEqual([]);
    expect(Object.keys(RESOURCELESS).filter((action) => !open.includes(action))).toEqual([]);
  });

  it('limits PutMetricData to a namespace', () => {
    const put = statements.filter(({ actions }) => actions.includes('cloudwatch:PutMetricData'));
    const namespaces = put.map(({ conditions }) => conditions.StringEquals?.['cloudwatch:namespace']?.join());
    expect([...new Set(namespaces)]).toEqual(['/aws/sagemaker/TrainingJobs', 'Sluice']);
  });

  it('passes two roles, to SageMaker, from the workflows: both to train, the one of models to release', () => {
    const [training, serving] = ['RolesTraining', 'RolesServing'].map((id) => platform.one('AWS::IAM::Role', id));
    // The release stack knows it by its name.
    const name = platform.text(serving?.Properties.RoleName);
    expect(name).toMatch(/^sluice-serving-/);
    const passing = statements.filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing.map(({ at, resources }) => [at.split('/')[0], ...resources])).toEqual([
      ['training', `<${training?.id}.Arn>`],
      ['training', `<${serving?.id}.Arn>`],
      ['release', `arn:aws:iam::123456789012:role/${name}`],
    ]);
    for (const { actions, conditions, at } of passing) {
      expect(actions).toEqual(['iam:PassRole']);
      expect(conditions).toEqual({ StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } });
      expect(at).toMatch(/^(training|release)\/WorkflowRole/);
    }
  });

  it('uses no managed policy and no policy apart from its role', () => {
    expect(platform.all('AWS::IAM::Policy')).toEqual([]);
    for (const { Properties } of platform.all('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  it('keeps everything that workflows make below the name of the platform', () => {
    const made = statements
      .filter(({ resources }) => !resources.includes('*'))
      .filter(({ actions }) => actions.some((action) => /^(sagemaker|cloudwatch):/.test(action)));
    for (const { resources } of made)
      for (const resource of resources) expect(resource).toMatch(/^arn:aws:(sagemaker|cloudwatch):[^*]+[:/]sluice-\*$/);
  });

  it('changes or deletes an event never', () => {
    const events = `<${platform.one('AWS::DynamoDB::Table', 'TablesEvents').id}.Arn>`;
    const on = statements.filter(({ resources }) => resources.includes(events)).flatMap(({ actions }) => actions);
    expect([...new Set(on)].sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
  });
});

describe('who may become a role', () => {
  const trusts = trustStatements(platform);

  it('is Lambda, Step Functions or SageMaker', () => {
    expect([...new Set(trusts.flatMap(({ services }) => services))].sort()).toEqual([
      'lambda.amazonaws.com',
      'sagemaker.amazonaws.com',
      'states.amazonaws.com',
    ]);
  });

  it('acts for this account only (Lambda does by itself)', () => {
    for (const { services, conditions, at } of trusts) {
      if (services.includes('lambda.amazonaws.com')) continue;
      expect(conditions, at).toEqual({ StringEquals: { 'aws:SourceAccount': ['123456789012'] } });
    }
  });
});

describe('who may use queues, topic and functions', () => {
  it('is a service on behalf of a named source of this account', () => {
    const open = resourceStatements(platform).filter(({ effect }) => effect === 'Allow');
    expect(open.length).toBeGreaterThan(0);
    for (const { at, services, conditions } of open) {
      expect(services, at).toHaveLength(1);
      expect(conditions.ArnLike?.['aws:SourceArn'], at).toHaveLength(1);
      expect(conditions.StringEquals?.['aws:SourceAccount'], at).toEqual(['123456789012']);
    }
    for (const { id, Properties } of platform.all('AWS::Lambda::Permission'))
      expect(platform.text(Properties.SourceArn), id).not.toMatch(/\*|^$/);
  });
});

describe.each(FUNCTIONS)('the role of $id', ({ id, needs }) => {
  const construct = id.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const own = statements.filter(({ at }) => new RegExp(`${construct}Role[0-9A-F]{8}$`).test(at));

  it('has its needs, its log, and what its trigger asks for', () => {
    const declared = needs.flatMap(({ actions }) => actions);
    const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const trigger = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'];
    const granted = own.flatMap(({ actions }) => actions);
    expect(declared.filter((action) => !granted.includes(action))).toEqual([]);
    expect(granted.filter((action) => ![...declared, ...log, ...trigger].includes(action))).toEqual([]);
    expect(own.length).toBeLessThanOrEqual(needs.length + 2);
  });

  it('is used by this function alone', () => {
    const role = own[0]?.at.split('/')[1];
    const users = platform
      .all('AWS::Lambda::Function')
      .filter(({ Properties }) => platform.text(Properties.Role) === `<${role}.Arn>`);
    expect(users).toHaveLength(1);
  });
});

describe('the roles of SageMaker', () => {
  const allows = (role: string, action: string, resource: string): boolean =>
    statements.some(
      ({ at, actions, resources }) =>
        at.startsWith(`training/${role}`) &&
        actions.includes(action) &&
        resources.some((pattern) => matches(pattern, resource)),
    );
  const artifacts = `<${platform.one('AWS::S3::Bucket', 'BucketsArtifacts').id}.Arn>`;
  const capture = `<${platform.one('AWS::S3::Bucket', 'BucketsCapture').id}.Arn>`;

  it.each([
    ['RolesTraining', 's3:GetObject', `${artifacts}/churn/datasets/01R/train/features.csv`, true],
    ['RolesTraining', 's3:GetObject', `${artifacts}/churn/datasets/01R/schema/schema.json`, true],
    ['RolesTraining', 's3:GetObject', `${artifacts}/churn/datasets/01R/holdout/labels.csv`, false],
    ['RolesTraining', 's3:PutObject', `${artifacts}/churn/runs/01R/artifact/job/output/model.tar.gz`, true],
    ['RolesTraining', 's3:PutObject', `${artifacts}/churn/runs/01R/evaluation.json`, false],
    ['RolesTraining', 's3:PutObject', `${capture}/churn/production/x`, false],
    ['RolesServing', 's3:GetObject', `${artifacts}/churn/runs/01R/artifact/job/output/model.tar.gz`, true],
    ['RolesServing', 's3:GetObject', `${artifacts}/churn/datasets/01R/holdout/features.csv`, true],
    ['RolesServing', 's3:GetObject', `${artifacts}/churn/datasets/01R/holdout/labels.csv`, false],
    ['RolesServing', 's3:PutObject', `${artifacts}/churn/runs/01R/scores/candidate/features.csv.out`, true],
    ['RolesServing', 's3:PutObject', `${artifacts}/churn/runs/01R/artifact/job/output/model.tar.gz`, false],
    ['RolesServing', 's3:PutObject', `${capture}/churn/production/sluice-churn-production-000001/x.jsonl`, true],
    [
      'RolesServing',
      'cloudwatch:DescribeAlarms',
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:sluice-churn-production-000001-errors',
      true,
    ],
  ])('%s: %s on %s is %s', (role, action, resource, expected) => {
    expect(allows(role, action, resource)).toBe(expected);
  });
});
