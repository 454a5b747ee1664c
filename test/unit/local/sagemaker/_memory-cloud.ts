import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  AccessDenied,
  type CloudPorts,
  type LogEvent,
  type MetricDatum,
  NoSuchObject,
  type RoleSession,
  type ServiceEvent,
} from '../../../../lib/local/sagemaker/cloud/ports.ts';

/** The cloud in memory: what was put can be looked at, and rights can be taken away. */
export interface MemoryCloud extends CloudPorts {
  readonly objects: Map<string, Buffer>;
  readonly alarms: Map<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>;
  readonly metrics: { namespace: string; datum: MetricDatum }[];
  readonly logs: Map<string, LogEvent[]>;
  readonly events: ServiceEvent[];
  /** Says whether a role may not do an action, for instance `s3:GetObject`. */
  denied: (action: string, roleArn: string) => boolean;
}

export function createMemoryCloud(): MemoryCloud {
  const cloud: MemoryCloud = {
    objects: new Map(),
    alarms: new Map(),
    metrics: [],
    logs: new Map(),
    events: [],
    denied: () => false,
    async assumeRole(roleArn) {
      check('sts:AssumeRole', roleArn);
      return session(roleArn);
    },
    async putMetrics(namespace, data) {
      cloud.metrics.push(...data.map((datum) => ({ namespace, datum })));
    },
    async putEvent(event) {
      cloud.events.push(event);
    },
    close() {},
  };

  function check(action: string, roleArn: string): void {
    if (cloud.denied(action, roleArn))
      throw new AccessDenied(`AccessDenied: ${roleArn} is not authorized to perform: ${action}`);
  }

  function read(bucket: string, key: string): Buffer {
    const found = cloud.objects.get(`${bucket}/${key}`);
    if (!found) throw new NoSuchObject('NoSuchKey: The specified key does not exist.');
    return found;
  }

  function session(roleArn: string): RoleSession {
    return {
      roleArn,
      credentials: async () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'secret', sessionToken: 'token' }),
      async listObjects(bucket, prefix) {
        check('s3:ListBucket', roleArn);
        return [...cloud.objects]
          .filter(([path]) => path.startsWith(`${bucket}/${prefix}`))
          .map(([path, body]) => ({ key: path.slice(bucket.length + 1), size: body.length }))
          .sort((a, b) => (a.key < b.key ? -1 : 1));
      },
      async getObject(bucket, key) {
        check('s3:GetObject', roleArn);
        return Readable.from([read(bucket, key)]);
      },
      async headObject(bucket, key) {
        check('s3:GetObject', roleArn);
        read(bucket, key);
      },
      async putObject({ bucket, key, body }) {
        check('s3:PutObject', roleArn);
        cloud.objects.set(`${bucket}/${key}`, Buffer.isBuffer(body) ? body : await readFile(body.file));
      },
      async putMetrics(namespace, data) {
        check('cloudwatch:PutMetricData', roleArn);
        await cloud.putMetrics(namespace, data);
      },
      async alarmStates(names) {
        check('cloudwatch:DescribeAlarms', roleArn);
        return Object.fromEntries([...cloud.alarms].filter(([name]) => names.includes(name)));
      },
      async createLogStream(group, stream) {
        check('logs:CreateLogStream', roleArn);
        cloud.logs.set(`${group} ${stream}`, []);
      },
      async putLogEvents(group, stream, events) {
        check('logs:PutLogEvents', roleArn);
        cloud.logs.get(`${group} ${stream}`)?.push(...events);
      },
    };
  }
  return cloud;
}
