/** Rights: too wide, for the wrong thing, or for nothing at all. */
import type { CloudFault } from './fault.ts';

export const IAM_FAULTS: readonly CloudFault[] = [
  {
    title: 'every action of a service',
    kind: 'right is too wide',
    document: 'IAM User Guide, Security best practices: apply least-privilege permissions',
    sow: (field) => {
      field.statement('RolesTraining', 's3:PutObject').Action = 's3:*';
    },
  },
  {
    title: 'everything but some actions',
    kind: 'right is too wide',
    document: 'IAM User Guide, NotAction: with Allow it grants every other action of every service',
    sow: (field) => {
      const statement = field.statement('RolesServing', 's3:PutObject');
      delete statement.Action;
      statement.NotAction = ['iam:*'];
    },
  },
  {
    title: 'any model of anybody may be made',
    kind: 'right is too wide',
    document: 'Service Authorization Reference, Amazon SageMaker: CreateModel has the resource type model',
    sow: (field) => {
      field.statement('WorkflowRole', 'sagemaker:CreateModel').Resource = '*';
    },
  },
  {
    title: 'a managed policy that may do everything',
    kind: 'right is too wide',
    document: 'AWS Managed Policy Reference, AdministratorAccess',
    sow: (field) => {
      field.properties('AWS::IAM::Role', 'RolesTraining')['ManagedPolicyArns'] = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ];
    },
  },
  {
    title: 'an action that does not exist',
    kind: 'right to nothing',
    document: 'Service Authorization Reference, Amazon SageMaker: there is no StartTrainingJob; the right is void',
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'sagemaker:CreateTrainingJob');
      statement.Action = [statement.Action ?? []].flat().concat('sagemaker:StartTrainingJob');
    },
  },
  {
    title: 'a condition key the service does not know',
    kind: 'right to nothing',
    document:
      'Service Authorization Reference, Amazon CloudWatch: the key is cloudwatch:namespace; the right never holds',
    sow: (field) => {
      field.statement('RolesTraining', 'cloudwatch:PutMetricData').Condition = {
        StringEquals: { 'cloudwatch:metricNamespace': '/aws/sagemaker/TrainingJobs' },
      };
    },
  },
  {
    title: 'an operator spelt wrong',
    kind: 'policy AWS refuses',
    document: 'IAM User Guide, Condition operators: StringEquals; anything else is a malformed policy',
    sow: (field) => {
      const statement = field.statement('WorkflowRole', 'iam:PassRole');
      statement.Condition = { StringEqual: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };
    },
  },
  {
    title: 'objects are listed by the ARN of objects',
    kind: 'right to nothing',
    document: 'Service Authorization Reference, Amazon S3: ListBucket is on the bucket',
    sow: (field) => {
      const statement = field.statement('RolesTraining', 's3:ListBucket');
      statement.Resource = 'arn:aws:s3:::sluice-artifacts/*';
    },
  },
  {
    title: 'objects are written by the ARN of the bucket',
    kind: 'right to nothing',
    document: 'Service Authorization Reference, Amazon S3: PutObject is on objects',
    sow: (field) => {
      field.statement('RolesTraining', 's3:PutObject').Resource = 'arn:aws:s3:::sluice-artifacts';
    },
  },
  {
    title: 'an ARN without its account',
    kind: 'right to nothing',
    document: 'Service Authorization Reference, Amazon SageMaker: arn:...:sagemaker:Region:Account:model/ModelName',
    sow: (field) => {
      field.statement('WorkflowRole', 'sagemaker:CreateModel').Resource = {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:', { Ref: 'AWS::Region' }, '::model/sluice-*'],
        ],
      };
    },
  },
  {
    title: 'any role may be passed',
    kind: 'PassRole is not pinned',
    document: 'IAM User Guide, Granting a user permissions to pass a role: name the role',
    sow: (field) => {
      field.statement('WorkflowRole', 'iam:PassRole').Resource = '*';
    },
  },
  {
    title: 'the role may be passed to any service',
    kind: 'PassRole is not pinned',
    document: 'IAM User Guide, iam:PassedToService',
    sow: (field) => {
      delete field.statement('WorkflowRole', 'iam:PassRole').Condition;
    },
  },
  {
    title: 'the role may be passed to a service that cannot use it',
    kind: 'PassRole is not pinned',
    document: 'SageMaker AI Developer Guide, Passing roles: iam:PassedToService is sagemaker.amazonaws.com',
    sow: (field) => {
      field.statement('WorkflowRole', 'iam:PassRole').Condition = {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      };
    },
  },
  {
    title: "SageMaker may use the role for somebody else's job",
    kind: 'confused deputy',
    document: 'SageMaker AI Developer Guide, Cross-service confused deputy prevention',
    sow: (field) => {
      const { Statement } = field.properties('AWS::IAM::Role', 'RolesTraining')['AssumeRolePolicyDocument'];
      delete Statement[0].Condition;
    },
  },
  {
    title: 'everybody may become a role',
    kind: 'public access',
    document: 'IAM User Guide, Principal: "AWS": "*" is everyone',
    sow: (field) => {
      const { Statement } = field.properties('AWS::IAM::Role', 'RolesServing')['AssumeRolePolicyDocument'];
      Statement.push({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
    },
  },
  {
    title: 'a policy version that does not exist',
    kind: 'policy AWS refuses',
    document: 'IAM User Guide, Version: 2012-10-17 or 2008-10-17',
    sow: (field) => {
      field.properties('AWS::IAM::Role', 'RolesServing')['Policies'][0].PolicyDocument.Version = '2023-10-17';
    },
  },
  {
    title: 'a statement id with a hyphen',
    kind: 'policy AWS refuses',
    document: 'IAM User Guide, Sid: letters and digits only',
    sow: (field) => {
      field.statement('RolesServing', 's3:PutObject').Sid = 'write-scores';
    },
  },
  {
    title: 'a role with more policy than IAM takes',
    kind: 'quota',
    document: 'IAM quotas: 10,240 characters of inline policies a role',
    sow: (field) => {
      field.statement('RolesServing', 's3:PutObject').Resource = Array.from(
        { length: 200 },
        (_, i) => `arn:aws:s3:::sluice-artifacts/models/number-${i}/scores/candidate/*`,
      );
    },
  },
  {
    title: 'a managed policy with a name that is too long',
    kind: 'name AWS refuses',
    document: 'IAM quotas: 128 characters for names of policies',
    sow: (field) => {
      field.properties('AWS::IAM::ManagedPolicy')['ManagedPolicyName'] = `sluice-${'x'.repeat(130)}`;
    },
  },
];
