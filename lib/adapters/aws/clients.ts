/**
 * The one place that makes SDK clients. Region, credentials and `AWS_ENDPOINT_URL` come from the environment, as the SDK
 * reads it. Each function imports its own client only, so a bundle holds what it uses.
 */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** Bucket names are no host names where the endpoint is not AWS's own. */
const pathStyle = (): boolean => Boolean(process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']);

/**
 * For calls that answer in milliseconds: a connection that hangs is given up in time for another try within a function's
 * few seconds. Not for S3 and SageMaker, whose bodies and models may take long.
 */
const QUICK = { requestHandler: { connectionTimeout: 2000, requestTimeout: 4000, throwOnRequestTimeout: true } };

export const dynamoDbClient = (): DynamoDBClient => new DynamoDBClient(QUICK);
/**
 * Checksums only where an operation asks for them: else a presigned PUT would bind the checksum of an empty body.
 * What Sluice stores is covered by TLS on the way and by the digests it keeps.
 */
export const s3Client = (): S3Client =>
  new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    forcePathStyle: pathStyle(),
  });
export const statesClient = (): SFNClient => new SFNClient(QUICK);
/** The control plane. */
export const sageMakerClient = (): SageMakerClient => new SageMakerClient(QUICK);
export const inferenceClient = (): SageMakerRuntimeClient => new SageMakerRuntimeClient({});
export const eventBridgeClient = (): EventBridgeClient => new EventBridgeClient(QUICK);
export const cloudWatchClient = (): CloudWatchClient => new CloudWatchClient({});
/** An emulator's queue URL names a host that may not resolve; the client's endpoint is the right one everywhere. */
export const queueClient = (): SQSClient => new SQSClient({ useQueueUrlAsEndpoint: false });
export const topicClient = (): SNSClient => new SNSClient({});
export const parameterClient = (): SSMClient => new SSMClient({});
