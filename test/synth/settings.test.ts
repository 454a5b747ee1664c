import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../lib/infra/config/settings.ts';
import { propsOf } from './_configuration.ts';
import { xgboostImageUri } from './_image.ts';
import { synthesise } from './_synth.ts';

const fromContext = (context: Record<string, unknown>) => settingsOf(propsOf(context));

describe('settings', () => {
  it('have defaults', () => {
    expect(fromContext({})).toMatchObject({
      name: 'sluice',
      subscribers: [],
      retainData: true,
      uploadExpiryDays: undefined,
      captureExpiryDays: 90,
      logRetentionDays: 90,
      vpc: undefined,
      sessionNameRoles: [],
    });
    expect(fromContext({}).policy.stages.map(({ name }) => name)).toEqual(['staging', 'production']);
  });

  it('are read from text, as `-c key=value` gives it', () => {
    expect(
      fromContext({
        name: 'churnlab',
        policy: '{"maxInstances":2,"stages":[{"name":"live","approval":true}]}',
        subscribers: 'a@example.com, b@example.com',
        uploadExpiryDays: '30',
        captureExpiryDays: '14',
        logRetentionDays: '30',
        vpc: '{"subnetIds":["subnet-0123456789abcdef0"],"securityGroupIds":["sg-0123456789abcdef0"]}',
        sessionNameRoles: '["Admin"]',
      }),
    ).toMatchObject({
      name: 'churnlab',
      policy: { maxInstances: 2, stages: [{ name: 'live', approval: true }] },
      subscribers: [{ email: 'a@example.com' }, { email: 'b@example.com' }],
      uploadExpiryDays: 30,
      captureExpiryDays: 14,
      logRetentionDays: 30,
      vpc: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
      sessionNameRoles: ['Admin'],
    });
  });

  it('say who wants to hear of what', () => {
    const filtered = { email: 'ml@example.com', severity: ['NOW'], kinds: ['drift-opened'], models: ['churn'] };
    expect(
      fromContext({ subscribers: ['ops@example.com', { ...filtered, stages: ['production'] }] }).subscribers,
    ).toEqual([
      { email: 'ops@example.com' },
      {
        email: 'ml@example.com',
        filter: { severity: ['NOW'], kind: ['drift-opened'], model: ['churn'], stage: ['production'] },
      },
    ]);
    expect(fromContext({ subscribers: '["ops@example.com",{"email":"ml@example.com"}]' }).subscribers).toEqual([
      { email: 'ops@example.com' },
      { email: 'ml@example.com' },
    ]);
  });

  it.each([
    ['no address', ['ops@example.com', { severity: ['NOW'] }], /subscribers\.1/],
    ['a severity that is none', ['o@e.com', { email: 'a@e.com', severity: ['LOUD'] }], /give NOW, TODAY, INFO/],
    ['dead letters', ['o@e.com', { email: 'a@e.com', kinds: ['dead-letters'] }], /dead letters go to plain addresses/],
    ['an empty list', ['o@e.com', { email: 'a@e.com', models: [] }], /name at least one, or leave it out/],
    ['a model that is none', ['o@e.com', { email: 'a@e.com', models: ['No'] }], /give names of models/],
    [
      'filters only',
      [{ email: 'a@e.com', severity: ['NOW'] }],
      /add an address without one: the alarm for dead letters/,
    ],
    ['an address twice', ['a@e.com', { email: 'A@e.com', severity: ['NOW'] }], /stands here twice/],
    [
      'too many combinations',
      ['o@e.com', { email: 'a@e.com', models: Array.from({ length: 151 }, (_, i) => `m${i}`) }],
      /has 151 combinations of values, SNS takes 150/,
    ],
  ])('refuse a subscriber with %s', (_, subscribers, message) => {
    expect(() => fromContext({ subscribers })).toThrow(message);
  });

  it('name every fault at once', () => {
    const attempt = () =>
      settingsOf({ name: 'Much-too-long', subscribers: ['nobody'], uploadExpiryDays: 0, xgboostImage: 'xgboost' });
    expect(attempt).toThrow(/name: give 1 to 10/);
    expect(attempt).toThrow(/subscribers\.0: give an e-mail address/);
    expect(attempt).toThrow(/uploadExpiryDays: give a whole number/);
    expect(attempt).toThrow(/xgboostImage: give the full URI/);
  });

  it.each([
    [{ policy: '{' }, /context policy is not JSON/],
    [{ policy: { maxInstances: 'two' } }, /policy\.maxInstances/],
    [{ policy: { stage: [] } }, /policy/],
    [{ uploadExpiryDays: 'soon' }, /uploadExpiryDays is "soon"/],
    [{ captureExpiryDays: 3 }, /captureExpiryDays: give a whole number of days, at least 7/],
    [{ logRetentionDays: 15 }, /logRetentionDays: give one of 1, 3, 5, 7, 14, 30/],
    [{ logRetentionDays: 9999 }, /logRetentionDays: give one of/],
    [{ vpc: 'make' }, /vpc: give "create", or/],
    [{ vpc: '{subnetIds' }, /context vpc is not JSON/],
    [{ vpc: { subnetIds: ['subnet-0123456789abcdef0'] } }, /vpc\.securityGroupIds/],
    [{ vpc: { subnetIds: ['mine'], securityGroupIds: [] } }, /vpc\.subnetIds\.0: give ids of subnets/],
    [{ removalPolicy: 'snapshot' }, /removalPolicy: give "retain" or "destroy"/],
    [{ sessionNameRoles: 'arn:aws:iam::1:role/x' }, /names of IAM roles/],
    [{ policy: { instances: Array.from({ length: 200 }, (_, i) => `ml.made-up${i}.large`) } }, /policy: .*characters/],
  ])('refuses %o', (context, message) => {
    expect(() => fromContext(context)).toThrow(message);
  });
});

describe('removal', () => {
  it('of data needs the name of the platform as a second consent', () => {
    expect(() => fromContext({ removalPolicy: 'destroy' })).toThrow(/removeDataOnDestroy=sluice/);
    expect(() => fromContext({ removalPolicy: 'destroy', removeDataOnDestroy: 'other' })).toThrow(/consent/);
  });

  it('then lets go of buckets and tables', () => {
    const platform = synthesise({ removalPolicy: 'destroy', removeDataOnDestroy: 'sluice' });
    for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'])
      for (const { DeletionPolicy, Properties } of platform.all(type)) {
        expect(DeletionPolicy).toBe('Delete');
        expect(Properties.DeletionProtectionEnabled ?? false).toBe(false);
      }
  });
});

describe('the image', () => {
  it('is looked up by region, or is the one that was given', () => {
    expect(xgboostImageUri(synthesise())).toBe(
      '<ImageAccounts/us-east-1/account>.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0',
    );
    const own = '111122223333.dkr.ecr.eu-west-9.amazonaws.com/mirror/xgboost:3.2-0';
    const platform = synthesise({ xgboostImage: own });
    expect(xgboostImageUri(platform)).toBe(own);
    expect(JSON.stringify(platform.templates.training)).toContain(
      ':ecr:eu-west-9:111122223333:repository/mirror/xgboost',
    );
  });
});
