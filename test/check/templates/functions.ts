/** Functions say how long and with how much memory they run, on a runtime that lasts; their logs and machines' logs end. */
import type { Cloud, Placed } from '../cloud/cloud.ts';
import { type CloudRule, findingsOf, referred } from '../cloud/rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const say = findingsOf('limits');
const sayEnvironment = findingsOf('environment');
const sayLogs = findingsOf('log-retention');

/** API Gateway, HTTP APIs: longest integration. */
const API_MILLIS = 30_000;
/** Supported beyond the next year, by the table of Lambda's runtimes. */
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];

export const limits: CloudRule = {
  id: 'limits',
  find: (cloud) => [
    ...cloud.all(FUNCTION).flatMap((fn) => {
      const { Timeout, MemorySize, Runtime, ReservedConcurrentExecutions } = fn.Properties;
      return [
        ...(within(Timeout, 1, 900) ? [] : [say(fn, `timeout is ${Timeout ?? 'left at 3 s'}`, 'from 1 to 900 s')]),
        ...(within(MemorySize, 128, 10_240)
          ? []
          : [say(fn, `memory is ${MemorySize ?? 'left at 128 MB'}`, 'from 128 to 10240 MB')]),
        ...(RUNTIMES.includes(Runtime) ? [] : [say(fn, `runs on ${Runtime}`, `one of ${RUNTIMES.join(', ')}`)]),
        ...(ReservedConcurrentExecutions === undefined
          ? []
          : [
              say(
                fn,
                'reserves concurrency: deployments fail where the quota is 10',
                "use the source's MaximumConcurrency",
              ),
            ]),
      ];
    }),
    ...cloud
      .all('AWS::ApiGatewayV2::Integration')
      .filter(({ Properties }) => !within(Properties['TimeoutInMillis'] ?? API_MILLIS, 50, API_MILLIS))
      .map((integration) => say(integration, 'waits longer than API Gateway does', `from 50 to ${API_MILLIS} ms`)),
  ],
};

const within = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high;

/** Lambda's own names (Developer Guide, Defined runtime environment variables). */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;
const ENVIRONMENT_BYTES = 4096;
const EMULATOR =
  /localhost|127\.0\.0\.1|(?<![\d.])0\.0\.0\.0(?![/\d.])|\[::1\]|host\.docker\.internal|localstack|ministack|:4566\b/i;

/** No variable of Lambda's, no more than it takes, and nothing anywhere that points at an emulator. */
export const environment: CloudRule = {
  id: 'environment',
  find: (cloud) => [
    ...cloud.all(FUNCTION).flatMap((fn) => {
      const variables: Record<string, unknown> = fn.Properties['Environment']?.Variables ?? {};
      const bytes = Object.entries(variables).reduce(
        (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(cloud.text(value)),
        0,
      );
      return [
        ...Object.keys(variables)
          .filter((name) => RESERVED.test(name))
          .map((name) => sayEnvironment(fn, `sets ${name}, which is Lambda's`, 'use another name')),
        ...Object.keys(variables)
          .filter((name) => /^AWS_ENDPOINT_URL/.test(name))
          .map((name) => sayEnvironment(fn, `${name} sends its calls elsewhere`, 'leave the endpoint to the SDK')),
        ...(bytes > ENVIRONMENT_BYTES
          ? [sayEnvironment(fn, `environment has ${bytes} bytes`, `at most ${ENVIRONMENT_BYTES}`)]
          : []),
      ];
    }),
    ...Object.entries(cloud.templates).flatMap(([part, template]) =>
      Object.entries(template.Resources).flatMap(([id, resource]) => {
        const found = EMULATOR.exec(JSON.stringify(resource))?.[0];
        return found
          ? [sayEnvironment({ part, id }, `names ${found}: a template is for an account too`, 'leave it out')]
          : [];
      }),
    ),
  ],
};

export const logRetention: CloudRule = {
  id: 'log-retention',
  find: (cloud) => [
    ...cloud
      .all('AWS::Logs::LogGroup')
      .filter(({ Properties }) => typeof Properties['RetentionInDays'] !== 'number')
      .map((group) => sayLogs(group, 'is kept for ever', 'retention: RetentionDays.THREE_MONTHS')),
    ...cloud
      .all(FUNCTION)
      .filter((fn) => !hasGroup(cloud, fn))
      .map((fn) => sayLogs(fn, 'logs to a group that Lambda makes, without end', 'logGroup: one of the template')),
  ],
};

const hasGroup = (cloud: Cloud, fn: Placed): boolean => {
  const group = fn.Properties['LoggingConfig']?.LogGroup;
  return cloud.all('AWS::Logs::LogGroup').some(({ id }) => group !== undefined && id === referred(cloud.text(group)));
};
