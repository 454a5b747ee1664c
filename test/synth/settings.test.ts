import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { propsFromContext } from '../../lib/infra/config/context.ts';
import { settingsOf } from '../../lib/infra/config/settings.ts';
import { xgboostImageUri } from './_image.ts';
import { synthesise } from './_synth.ts';

/** A bare root: an App would make a folder for its assembly. */
function fromContext(context: Record<string, unknown>) {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return settingsOf(propsFromContext(node));
}

describe('settings', () => {
  it('have defaults', () => {
    expect(fromContext({})).toMatchObject({
      name: 'sluice',
      subscribers: [],
      retainData: true,
      uploadExpiryDays: undefined,
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
        sessionNameRoles: '["Admin"]',
      }),
    ).toMatchObject({
      name: 'churnlab',
      policy: { maxInstances: 2, stages: [{ name: 'live', approval: true }] },
      subscribers: ['a@example.com', 'b@example.com'],
      uploadExpiryDays: 30,
      sessionNameRoles: ['Admin'],
    });
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
