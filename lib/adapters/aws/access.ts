/** How a person's tools reach a platform: region, endpoint and credentials, and the clients they make of them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Outputs } from '../../core/contracts/outputs.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { Credentials } from './api-client.ts';
import { awsRegistry } from './registry.ts';

export interface Access {
  region: string;
  /** Absent on AWS. */
  endpoint?: string;
  /** Absent: the SDK's own search (environment, profile, role). */
  credentials?: Credentials;
}

export interface Caller {
  account: string;
  arn: string;
}

const config = (access: Access): { region: string; endpoint?: string; credentials?: Credentials } => ({ ...access });

/** The region that the environment or the profile names, as every SDK and the AWS CLI find it. */
export async function regionOf(): Promise<string | undefined> {
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch (error) {
    if (error instanceof Error && /region is missing/i.test(error.message)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

export async function callerOf(access: Access): Promise<Caller> {
  const identity = await new STSClient(config(access)).send(new GetCallerIdentityCommand({}));
  return { account: identity.Account ?? '', arn: identity.Arn ?? '' };
}

/** The credentials themselves, for signing: given, or found by the SDK. */
export function credentialsOf(access: Access): () => Promise<Credentials> {
  const client = new STSClient(config(access));
  return async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}

/** The registry with the caller's own rights. */
export const registryOf = (access: Access, outputs: Outputs): Registry =>
  awsRegistry({
    client: new DynamoDBClient(config(access)),
    registryTable: outputs['registry-table'],
    eventsTable: outputs['events-table'],
  });

export const parametersOf = (access: Access): SSMClient => new SSMClient(config(access));
export const queuesOf = (access: Access): SQSClient =>
  new SQSClient({ ...config(access), useQueueUrlAsEndpoint: false });
/** Path-style where there is an endpoint: host names of buckets resolve nowhere there. */
export const objectsOf = (access: Access): S3Client =>
  new S3Client({ ...config(access), ...(access.endpoint ? { forcePathStyle: true } : {}) });
