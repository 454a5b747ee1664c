/**
 * Asks a model with the AWS SDK for JavaScript alone: every client is `new Client({})`, configured by nothing but the
 * environment that `sluice local env --as Application` printed. Arguments: the model's name, a row to ask about.
 */
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const [model, row] = process.argv.slice(2);
const EndpointName = `sluice-${model}-staging`;
const outcome = (call) =>
  call.then(
    () => 'allowed',
    (error) => error.name,
  );

const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
const { Body } = await new SageMakerRuntimeClient({}).send(
  new InvokeEndpointCommand({ EndpointName, ContentType: 'application/json', Accept: 'application/json', Body: row }),
);
process.stdout.write(
  JSON.stringify({
    caller: Arn,
    prediction: JSON.parse(Buffer.from(Body).toString()),
    describeEndpoint: await outcome(new SageMakerClient({}).send(new DescribeEndpointCommand({ EndpointName }))),
    listBuckets: await outcome(new S3Client({}).send(new ListBucketsCommand({}))),
  }),
);
