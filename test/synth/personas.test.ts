/** Who may call which route: the managed policies against the table, with IAM's own matching. */
import { describe, expect, it } from 'vitest';
import { PERSONAS, type Persona, ROUTES } from '../../lib/core/contracts/routes.ts';
import { identityStatements, matches } from '../check/cloud/policies.ts';
import { synthesise } from './_synth.ts';

const platform = synthesise();
const statements = identityStatements(platform);
const API = `<${platform.one('AWS::ApiGatewayV2::Api', 'HttpApi').id}>`;

const of = (persona: Persona) => statements.filter(({ at }) => at.startsWith(`release/Personas${persona}`));
const allows = (persona: Persona, action: string, resource: string): boolean =>
  of(persona).some(
    ({ actions, resources }) => actions.includes(action) && resources.some((pattern) => matches(pattern, resource)),
  );
/** The ARN IAM checks for a real request. */
const called = (method: string, path: string): string =>
  `arn:aws:execute-api:us-east-1:123456789012:${API}/$default/${method}/v1${path}`;
const filled = (path: string): string =>
  path
    .replace('{model}', 'churn-eu')
    .replace('{stage}', 'production')
    .replace('{release}', '01JD8ZQ4')
    .replace('{version}', '7')
    .replace('{run}', '01JD')
    .replace('{upload}', '01JE');

describe.each(PERSONAS)('%s', (persona) => {
  it.each(ROUTES)('$method $path', ({ method, path, personas }) => {
    const expected = (personas as readonly Persona[]).includes(persona);
    expect(allows(persona, 'execute-api:Invoke', called(method, filled(path)))).toBe(expected);
  });

  it('may not call another API, stage or method', () => {
    for (const arn of [
      called('DELETE', '/models/churn'),
      called('GET', '/models/churn').replace(API, 'other'),
      called('GET', '/models/churn').replace('$default', 'test'),
    ])
      expect(allows(persona, 'execute-api:Invoke', arn)).toBe(false);
  });

  it('finds the platform, and no other', () => {
    const parameter = (path: string) => `arn:aws:ssm:us-east-1:123456789012:parameter${path}`;
    expect(allows(persona, 'ssm:GetParametersByPath', parameter('/sluice'))).toBe(true);
    expect(allows(persona, 'ssm:GetParametersByPath', parameter('/sluice/'))).toBe(true);
    expect(allows(persona, 'ssm:GetParameter', parameter('/sluice/api-url'))).toBe(true);
    expect(allows(persona, 'ssm:GetParameter', parameter('/sluice2/api-url'))).toBe(false);
  });

  it('has a policy that IAM takes: at most 6,144 characters', () => {
    const [policy] = platform.all('AWS::IAM::ManagedPolicy').filter(({ id }) => id.startsWith(`Personas${persona}`));
    const text = JSON.stringify(policy?.Properties.PolicyDocument, (_, value) =>
      value !== null && typeof value === 'object' && Object.keys(value).some((key) => /^(Fn::|Ref$)/.test(key))
        ? platform.text(value)
        : value,
    );
    // Ids in the text stand for longer ones on AWS (an API id is shorter, a bucket's ARN may have 77 characters).
    expect(text.replace(/\s/g, '').length).toBeLessThan(5_600);
  });
});

describe('besides the API', () => {
  const data = `<${platform.one('AWS::S3::Bucket', 'BucketsData').id}.Arn>`;
  const drift = `<${platform.one('AWS::SQS::Queue', 'DriftQueue').id}.Arn>`;
  const regional = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:123456789012:${rest}`;

  it.each([
    ['s3:PutObject', `${data}/churn/uploads/2026-11.csv`, ['DataScientist']],
    ['s3:PutObject', `${data}/churn/elsewhere.csv`, []],
    ['s3:GetObject', `${data}/churn/uploads/2026-11.csv`, []],
    ['sagemaker:InvokeEndpoint', regional('sagemaker', 'endpoint/sluice-churn-production'), ['Application']],
    ['sagemaker:InvokeEndpoint', regional('sagemaker', 'endpoint/other-churn-production'), []],
    ['states:DescribeExecution', regional('states', 'execution:sluice-training:abc-1'), ['Operator']],
    ['states:DescribeExecution', regional('states', 'execution:sluice-release:x'), ['Operator']],
    ['states:StartExecution', regional('states', 'stateMachine:sluice-release'), []],
    ['sqs:SendMessage', drift, ['Operator']],
    ['cloudwatch:DescribeAlarms', regional('cloudwatch', 'alarm:sluice-churn-production-drift'), ['Operator']],
    ['cloudwatch:SetAlarmState', regional('cloudwatch', 'alarm:sluice-churn-production-drift'), []],
    [
      'logs:GetLogEvents',
      regional('logs', 'log-group:/aws/sagemaker/TrainingJobs:log-stream:sluice-churn-1/algo-1-1'),
      ['DataScientist', 'Operator'],
    ],
    ['logs:GetLogEvents', regional('logs', 'log-group:/aws/sagemaker/TrainingJobs:log-stream:other-1/algo-1-1'), []],
    [
      'logs:GetLogEvents',
      regional('logs', 'log-group:/aws/sagemaker/Endpoints/sluice-churn-production:log-stream:primary/i-1'),
      ['DataScientist', 'Operator'],
    ],
    [
      'logs:GetLogEvents',
      regional('logs', 'log-group:/aws/sagemaker/Endpoints/other-churn-production:log-stream:primary/i-1'),
      [],
    ],
  ] as const)('%s on %s: %s', (action, resource, personas) => {
    expect(PERSONAS.filter((persona) => allows(persona, action, resource))).toEqual(personas);
  });
});

describe('the API', () => {
  const routes = platform.all('AWS::ApiGatewayV2::Route');

  it('has the routes of the table, each with IAM authorization', () => {
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(
      ROUTES.map(({ method, path }) => `${method} /v1${path}`).sort(),
    );
    for (const { Properties } of routes) expect(Properties.AuthorizationType).toBe('AWS_IAM');
  });

  it.each(ROUTES)('$method $path invokes $function, and may', (route) => {
    const key = `${route.method} /v1${route.path}`;
    const target = routes.find(({ Properties }) => Properties.RouteKey === key)?.Properties.Target;
    const integration = platform
      .all('AWS::ApiGatewayV2::Integration')
      .find(({ id }) => platform.text(target) === `integrations/<${id}>`);
    const uri = platform.text(integration?.Properties.IntegrationUri);
    const construct = route.function.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    expect(uri).toMatch(new RegExp(`^<Handlers${construct}[0-9A-F]{8}\\.Arn>$`));
    const permission = platform
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => platform.text(Properties.SourceArn) === called(route.method, route.path));
    expect(permission.map(({ Properties }) => platform.text(Properties.FunctionName))).toEqual([uri]);
  });

  it('is throttled and logged', () => {
    const [stage] = platform.all('AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.StageName).toBe('$default');
    expect(stage?.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
    expect(JSON.parse(stage?.Properties.AccessLogSettings.Format)).toHaveProperty('caller');
  });
});
