/** ARNs against the formats of the Service Authorization Reference. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../_properties.ts';
import { identityStatements } from '../../check/cloud/policies.ts';
import { arnFits } from '../../check/iam/arns.ts';
import { keyFits, lookUp } from '../../check/iam/catalogue.ts';
import { OPEN } from '../../check/iam/rights.ts';
import { platform } from './_cloud.ts';

const v = (name: string): string => `\${${name}}`;
const BUCKET = `arn:${v('Partition')}:s3:::${v('BucketName')}`;
const OBJECT = `${BUCKET}/${v('ObjectName')}`;
const STREAM = `arn:${v('Partition')}:logs:${v('Region')}:${v('Account')}:log-group:${v('LogGroupName')}:log-stream:${v('LogStreamName')}`;

it.each([
  ['arn:aws:s3:::data', BUCKET, true],
  ['arn:aws:s3:::data/*', BUCKET, false],
  ['arn:aws:s3:::data', OBJECT, false],
  ['arn:aws:s3:::data/*', OBJECT, true],
  ['arn:aws:s3:::data*', OBJECT, true],
  ['arn:aws:s3:us-east-1::data/*', OBJECT, false],
  ['arn:aws:sqs:::data', BUCKET, false],
  ['arn:aws:logs:eu-west-1:1:log-group:/aws/x:log-stream:*', STREAM, true],
  ['arn:aws:logs:eu-west-1:1:log-group:/aws/x:*', STREAM, true],
  ['arn:aws:logs:eu-west-1:1:log-group:/aws/x', STREAM, false],
  ['arn:aws:logs:eu-west-1:1:stream:/aws/x', STREAM, false],
])('%s can be %s: %s', (arn, format, expected) => {
  expect(arnFits(arn, format)).toBe(expected);
});

it('holds for every ARN that is made from its format, and for every pattern of it', () => {
  const word = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  fc.assert(
    fc.property(word, word, fc.nat(8), (group, stream, at) => {
      const resource = `log-group:${group}:log-stream:${stream}`;
      const cut = resource.length - 1 - (at % stream.length);
      expect(arnFits(`arn:aws:logs:r:1:${resource}`, STREAM)).toBe(true);
      expect(arnFits(`arn:aws:logs:r:1:${resource.slice(0, cut)}*`, STREAM)).toBe(true);
    }),
    { numRuns: runs(50) },
  );
});

it('knows actions and their keys', async () => {
  expect(await lookUp('sagemaker:CreateModel')).toBeDefined();
  expect(await lookUp('sagemaker:MakeModel')).toBeUndefined();
  expect(await lookUp('nowhere:CreateModel')).toBeUndefined();
  expect(await keyFits('aws:SourceAccount', 'sts:AssumeRole')).toBe(true);
  expect(await keyFits('aws:SourceAcount', 'sts:AssumeRole')).toBe(false);
  expect(await keyFits('cloudwatch:Namespace', 'cloudwatch:PutMetricData')).toBe(true);
  expect(await keyFits('s3:prefix', 'cloudwatch:PutMetricData')).toBe(false);
});

it('leaves no action open that is not asked for on every resource', () => {
  const open = identityStatements(platform).filter(({ resources }) => resources.includes('*'));
  const actions = open.flatMap((statement) => statement.actions);
  expect(Object.keys(OPEN).filter((action) => !actions.includes(action))).toEqual([]);
});
