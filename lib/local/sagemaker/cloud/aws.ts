import { createHash } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Scope } from '../wire/arn.ts';
import { createAlarmReader } from './aws-alarms.ts';
import { asPortError } from './aws-errors.ts';
import { createLogWriter } from './aws-logs.ts';
import { putMetricData } from './aws-metrics.ts';
import { createObjectStore } from './aws-objects.ts';
import type { CloudPorts, RoleSession, ServiceEvent, SessionCredentials } from './ports.ts';

/** Sessions are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5 * 60_000;

interface Assumed extends SessionCredentials {
  readonly expiration: Date;
}

/** The ports on the AWS SDK, against the emulator. The endpoint is asked for when a client is first needed. */
export function createAwsCloud(scope: Scope, endpoint: () => string): CloudPorts {
  const closers: (() => void)[] = [];
  let lastEvent: Promise<void> = Promise.resolve();
  const sessions = new Map<string, RoleSession>();
  // An access key of 12 digits is the root of that account; the emulator takes it for the service (session name SageMaker).
  const service = lazily(() => {
    const base = { region: scope.region, endpoint: endpoint(), credentials: rootKey(scope) };
    const clients = {
      sts: new STSClient(base),
      metrics: new CloudWatchClient(base),
      events: new EventBridgeClient(base),
    };
    closers.push(() => Object.values(clients).forEach((client) => void client.destroy()));
    return clients;
  });

  async function assume(roleArn: string): Promise<Assumed> {
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'SageMaker' });
    const { Credentials: found } = await service()
      .sts.send(command)
      .catch((error: unknown) => Promise.reject(asPortError(error)));
    if (!found?.AccessKeyId || !found.SecretAccessKey || !found.SessionToken) {
      throw new Error(`STS answered AssumeRole of ${roleArn} without credentials`);
    }
    return {
      accessKeyId: found.AccessKeyId,
      secretAccessKey: found.SecretAccessKey,
      sessionToken: found.SessionToken,
      expiration: found.Expiration ?? new Date(Date.now() + 3_600_000),
    };
  }

  function openSession(roleArn: string, first: Assumed): RoleSession {
    let current = Promise.resolve(first);
    const credentials = async () => {
      const known = await current;
      if (known.expiration.getTime() - Date.now() > RENEW_BEFORE_MS) return known;
      current = assume(roleArn);
      return current;
    };
    const base = { region: scope.region, endpoint: endpoint(), credentials };
    const s3 = new S3Client({ ...base, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const metrics = new CloudWatchClient(base);
    const logs = new CloudWatchLogsClient(base);
    closers.push(() => [s3, metrics, logs].forEach((client) => void client.destroy()));
    return {
      roleArn,
      credentials,
      ...createObjectStore(s3),
      ...createAlarmReader(metrics),
      ...createLogWriter(logs),
      putMetrics: (namespace, data) => putMetricData(metrics, namespace, data),
    };
  }

  async function send(event: ServiceEvent): Promise<void> {
    const command = new PutEventsCommand({
      Entries: [
        {
          Source: 'aws.sagemaker',
          DetailType: event.detailType,
          Resources: [event.resource],
          Detail: JSON.stringify(event.detail),
        },
      ],
    });
    const { Entries } = await service().events.send(command);
    const refused = Entries?.find((entry) => entry.ErrorCode);
    if (refused) throw new Error(`PutEvents refused an event: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  }

  return {
    async assumeRole(roleArn) {
      const known = sessions.get(roleArn);
      if (known) {
        // The trust policy is asked again each time, so that a role that lost its trust is refused.
        await assume(roleArn);
        return known;
      }
      const session = openSession(roleArn, await assume(roleArn));
      sessions.set(roleArn, session);
      return session;
    },
    putMetrics: (namespace, data) => putMetricData(service().metrics, namespace, data),
    putEvent(event) {
      // One after the other, so that they arrive in the order in which things happened.
      lastEvent = lastEvent.catch(() => {}).then(() => send(event));
      return lastEvent;
    },
    close() {
      for (const close of closers) close();
    },
  };
}

function rootKey(scope: Scope) {
  return { accessKeyId: scope.account, secretAccessKey: createHash('sha256').update(scope.account).digest('hex') };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
