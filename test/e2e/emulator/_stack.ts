/** CloudFormation and IAM shorthand for the emulator's tests. */
import { crc32 } from 'node:zlib';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type Credentials, type Emulator, eventually } from './_start.ts';

export interface Statement {
  readonly Effect?: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** An AWS::IAM::Role that `trusted` (a service, or this account) may assume. */
export function role(trusted: string, statements: readonly Statement[]): object {
  const Principal = trusted === 'account' ? { AWS: `arn:aws:iam::${ACCOUNT}:root` } : { Service: trusted };
  const PolicyDocument = { Version: '2012-10-17', Statement: statements.map((each) => ({ Effect: 'Allow', ...each })) };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
      },
      Policies: statements.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument }],
    },
  };
}

/** A Node Lambda with its code in the template. */
export function lambda(roleId: string, code: string, properties: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
      Code: { ZipFile: code },
      Timeout: 10,
      ...properties,
    },
  };
}

/** Put a Lambda's code where a template can name it; gives the template's `Code`. */
export async function upload(emulator: Emulator, code: string): Promise<{ Code: object }> {
  const client = new S3Client({ ...emulator.config(), forcePathStyle: true });
  const where = { Bucket: 'code', Key: 'function.zip' };
  await client.send(new CreateBucketCommand({ Bucket: where.Bucket }));
  await client.send(new PutObjectCommand({ ...where, Body: zip('index.js', Buffer.from(code)) }));
  return { Code: { S3Bucket: where.Bucket, S3Key: where.Key } };
}

/** A zip archive of one stored file. */
function zip(name: string, content: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), content]);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

type Outputs = Record<string, string>;

async function settled(client: CloudFormationClient, StackName: string): Promise<Outputs> {
  const stack = await eventually(`the end of ${StackName}`, async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.find((each) => !each.StackStatus?.endsWith('IN_PROGRESS'));
  });
  if (stack.StackStatus !== 'CREATE_COMPLETE' && stack.StackStatus !== 'UPDATE_COMPLETE') {
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
    const reasons = (StackEvents ?? []).map((each) => each.ResourceStatusReason).filter(Boolean);
    throw new Error(`${StackName} ${stack.StackStatus}: ${reasons.join('; ')}`);
  }
  return Object.fromEntries((stack.Outputs ?? []).map((each) => [each.OutputKey ?? '', each.OutputValue ?? '']));
}

function body(resources: object, outputs: Record<string, unknown>): string {
  const Outputs = Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }]));
  return JSON.stringify({ Resources: resources, Outputs });
}

/** Create a stack; gives its outputs, or fails with the reasons of its failed resources. */
export async function deploy(
  emulator: Emulator,
  StackName: string,
  resources: object,
  outputs: Record<string, unknown> = {},
): Promise<Outputs> {
  const client = new CloudFormationClient(emulator.config());
  const TemplateBody = body(resources, outputs);
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
  return settled(client, StackName);
}

/** Update a stack. */
export async function update(
  emulator: Emulator,
  StackName: string,
  resources: object,
  outputs: Record<string, unknown> = {},
): Promise<Outputs> {
  const client = new CloudFormationClient(emulator.config());
  await client.send(new UpdateStackCommand({ StackName, TemplateBody: body(resources, outputs) }));
  return settled(client, StackName);
}

/** Delete a stack and wait until it is gone. */
export async function destroy(emulator: Emulator, StackName: string): Promise<void> {
  const client = new CloudFormationClient(emulator.config());
  await client.send(new DeleteStackCommand({ StackName }));
  await eventually(`the end of ${StackName}`, async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName })).catch(() => ({ Stacks: [] }));
    return (Stacks ?? []).every((each) => each.StackStatus === 'DELETE_COMPLETE') ? true : undefined;
  });
}

/** Session credentials of a role. */
export async function assume(emulator: Emulator, RoleArn: string, session = 'test'): Promise<Credentials> {
  const client = new STSClient(emulator.config());
  const answer = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: session }));
  return {
    accessKeyId: answer.Credentials?.AccessKeyId ?? '',
    secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
    sessionToken: answer.Credentials?.SessionToken ?? '',
  };
}

export const arnOf = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const ref = (id: string): object => ({ Ref: id });
