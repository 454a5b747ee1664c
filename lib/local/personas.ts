/**
 * Roles of the local account that hold the platform's managed policies, one a persona: what a person or an application
 * does locally is allowed or denied as in the account. Root keys are never checked, so nothing of ours works with them.
 */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  EntityAlreadyExistsException,
  IAMClient,
  paginateListPolicies,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Access } from '../adapters/aws/access.ts';
import { PERSONAS, type Persona } from '../core/contracts/routes.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './settings.ts';

/** The account's root, as the key id is the account. */
export function rootAccess(port: number): Required<Access> {
  return {
    region: LOCAL_REGION,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'test' },
  };
}

/** Credentials of a persona last a working day: a shell holds them. The longest that AWS allows. */
const SESSION_SECONDS = 12 * 3600;

const roleName = (platform: string, persona: Persona): string => `${platform}-local-${persona}`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${LOCAL_ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
});

/** Makes the roles of a platform that was deployed; those that exist stay. @throws Error when a managed policy is missing */
export async function makePersonas(port: number, platform: string): Promise<void> {
  const client = new IAMClient(rootAccess(port));
  const policies: { name: string; arn: string }[] = [];
  for await (const page of paginateListPolicies({ client }, { Scope: 'Local' })) {
    for (const { PolicyName = '', Arn = '' } of page.Policies ?? []) policies.push({ name: PolicyName, arn: Arn });
  }
  for (const persona of PERSONAS) {
    const policy = policies.find(({ name }) => name.startsWith(platform) && name.includes(persona));
    if (!policy) throw new Error(`platform ${platform} has no managed policy for ${persona}`);
    const RoleName = roleName(platform, persona);
    try {
      await client.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, MaxSessionDuration: SESSION_SECONDS }),
      );
    } catch (error) {
      if (!(error instanceof EntityAlreadyExistsException)) throw error;
    }
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policy.arn }));
  }
}

/** The local cloud holds no platform of that name, so it has no roles either. */
export class NoPersonas extends Error {
  override readonly name = 'NoPersonas';
}

/** Credentials of a persona, for 12 hours. @throws NoPersonas */
export async function personaAccess(port: number, platform: string, persona: Persona): Promise<Required<Access>> {
  const root = rootAccess(port);
  const role = roleName(platform, persona);
  const answer = await new STSClient(root)
    .send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${LOCAL_ACCOUNT}:role/${role}`,
        RoleSessionName: 'local',
        DurationSeconds: SESSION_SECONDS,
      }),
    )
    .catch((error: unknown) => {
      const missing =
        error instanceof Error && ['AccessDenied', 'NoSuchEntity', 'NoSuchEntityException'].includes(error.name);
      throw missing
        ? new NoPersonas(`the local cloud on port ${port} holds no platform named ${platform}`, { cause: error })
        : error;
    });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return {
    ...root,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}
