/** One conversation with one platform: its target, its outputs, and who we are to it. */
import { type Access, callerOf, credentialsOf, parametersOf, queuesOf } from '../adapters/aws/access.ts';
import { type ApiAnswer, type ApiRequest, apiClient } from '../adapters/aws/api-client.ts';
import { findPlatform } from '../adapters/aws/platform.ts';
import { awsQueue } from '../adapters/aws/queue.ts';
import type { Outputs } from '../core/contracts/outputs.ts';
import type { Persona } from '../core/contracts/routes.ts';
import type { Queue } from '../core/ports/services.ts';
import { personaAccess, rootAccess } from '../local/personas.ts';
import { readRecord } from '../local/record.ts';
import { chosenTarget, type TargetKind } from '../local/target.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';

export type Api = (request: ApiRequest) => Promise<ApiAnswer>;

export interface Session {
  kind: TargetKind;
  platform: string;
  /** For the first line on stderr: `local 127.0.0.1:4566 · platform sluice`. */
  label: string;
  outputs: Outputs;
  /** The API, signed as the caller. Locally as the persona, whose managed policy decides. */
  api(persona: Persona): Api;
  /** Region, endpoint and credentials for AWS clients. */
  access(persona: Persona): Promise<Access>;
  driftQueue(): Promise<Queue>;
  /** The caller's own full rights, for `teardown`: locally the account's root. */
  admin: Access;
}

export interface SessionOptions {
  platform: string;
  target?: TargetKind;
  /** Local: the port; absent: the local cloud that this checkout started. */
  port?: number;
}

/** @throws CommandFailure when there is no target, no region, or no platform of that name */
export async function openSession(options: SessionOptions): Promise<Session> {
  const kind = options.target ?? (options.port === undefined ? chosenTarget() : 'local');
  if (kind === undefined) {
    throw new CommandFailure(
      EXIT.usage,
      'no target is chosen, and none is guessed',
      'sluice local up   (or, for your account: --target aws)',
    );
  }
  return kind === 'local' ? openLocal(options) : openAws(options);
}

async function openLocal({ platform, port: wanted }: SessionOptions): Promise<Session> {
  const port = wanted ?? readRecord()?.port;
  if (port === undefined) throw new CommandFailure(EXIT.usage, 'no local cloud is running', 'sluice local up');
  const held = new Map<Persona, Promise<Required<Access>>>();
  const access = (persona: Persona): Promise<Required<Access>> => {
    const known = held.get(persona) ?? personaAccess(port, platform, persona);
    held.set(persona, known);
    return known;
  };
  const outputs = await findPlatform({ client: parametersOf(await access('Operator')), platform });
  const url = localApiUrl(outputs['api-url'], port);
  return {
    kind: 'local',
    platform,
    label: `local 127.0.0.1:${port} · platform ${platform}`,
    outputs: { ...outputs, 'api-url': url },
    admin: rootAccess(port),
    access,
    api: (persona) => async (request) => {
      const { region, credentials } = await access(persona);
      return apiClient({ url, region, credentials })(request);
    },
    driftQueue: async () => awsQueue({ client: queuesOf(await access('Operator')), url: outputs['drift-queue'] }),
  };
}

async function openAws({ platform }: SessionOptions): Promise<Session> {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (!region)
    throw new CommandFailure(EXIT.usage, 'no region is set, and none is assumed', 'export AWS_REGION=eu-west-1');
  const access: Access = { region };
  const caller = await callerOf(access);
  const outputs = await findPlatform({ client: parametersOf(access), platform });
  const role = caller.arn.split(':').at(-1) ?? caller.arn;
  return {
    kind: 'aws',
    platform,
    label: `aws ${caller.account.replace(/(\d{4})(\d{4})(\d{4})/, '$1-$2-$3')} · ${region} · platform ${platform} · as ${role}`,
    outputs,
    admin: access,
    access: async () => access,
    api: () => apiClient({ url: outputs['api-url'], region, credentials: credentialsOf(access) }),
    driftQueue: async () => awsQueue({ client: queuesOf(access), url: outputs['drift-queue'] }),
  };
}

/** Host names of an emulator's APIs resolve nowhere; its gateway answers below a path instead. */
export function localApiUrl(url: string, port: number): string {
  const id = new URL(url).hostname.split('.')[0] ?? '';
  return `http://127.0.0.1:${port}/_aws/execute-api/${id}`;
}
