/** One conversation with one platform: its target, its outputs, and who we are to it. */
import { type Access, callerOf, credentialsOf, parametersOf, queuesOf, regionOf } from '../adapters/aws/access.ts';
import { type ApiAnswer, type ApiRequest, apiClient } from '../adapters/aws/api-client.ts';
import { findPlatform } from '../adapters/aws/platform.ts';
import { awsQueue } from '../adapters/aws/queue.ts';
import type { Outputs } from '../core/contracts/outputs.ts';
import type { Persona } from '../core/contracts/routes.ts';
import type { Queue } from '../core/ports/services.ts';
import { chosenInstance } from '../local/instances/choose.ts';
import { DEFAULT_INSTANCE } from '../local/instances/name.ts';
import { type InstanceRecord, readInstance } from '../local/instances/record.ts';
import { personaAccess, rootAccess } from '../local/personas.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local/settings.ts';
import { chosenTarget, type ExpectedAccount, type TargetKind } from '../local/target.ts';
import { settleAwsTarget } from './aws-target.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';

export type Api = (request: ApiRequest) => Promise<ApiAnswer>;

export interface Session {
  kind: TargetKind;
  platform: string;
  account: string;
  region: string;
  /** For the first line on stderr: `local 127.0.0.1:4566 · platform sluice`. */
  label: string;
  outputs: Outputs;
  /** The API, signed as the caller. Locally as the persona, whose managed policy decides. */
  api(persona: Persona): Api;
  /** Region, endpoint and credentials for AWS clients. */
  access(persona: Persona): Promise<Access>;
  driftQueue(): Promise<Queue>;
  drillQueue(): Promise<Queue>;
  /** The caller's own full rights, for `teardown`: locally the account's root, or whom `as` names. */
  admin: Access;
}

export interface SessionOptions {
  platform: string;
  target?: TargetKind;
  /** Local: act as this persona in every call, not as the one that a command is meant for. */
  as?: Persona;
  /** Local: which one of this checkout; absent: the one of the shell (SLUICE_INSTANCE), or that was chosen last. */
  instance?: string;
  /** Local: the port, of one that nobody wrote down. */
  port?: number;
  /** Told the target as soon as it is settled, before the platform is looked for. */
  onTarget?: (label: string) => void;
}

/** @throws CommandFailure when there is no target, no region, no platform of that name, or another account was expected */
export async function openSession(options: SessionOptions): Promise<Session> {
  const chosen = chosenTarget();
  const kind = options.target ?? (options.port === undefined ? chosen.target : 'local');
  if (kind === undefined) {
    throw new CommandFailure(
      EXIT.usage,
      'no target is chosen, and none is guessed',
      'sluice local up   (or, for your account: --target aws)',
    );
  }
  return kind === 'local' ? openLocal(options) : openAws(options, chosen.expect);
}

async function openLocal({ platform, instance, port: wanted, as, onTarget }: SessionOptions): Promise<Session> {
  const port = wanted ?? requireInstance(instance).port;
  const label = `local 127.0.0.1:${port} · platform ${platform}${as ? ` · as role ${as}` : ''}`;
  onTarget?.(label);
  const held = new Map<Persona, Promise<Required<Access>>>();
  const access = (persona: Persona): Promise<Required<Access>> => {
    const role = as ?? persona;
    const known = held.get(role) ?? personaAccess(port, platform, role);
    held.set(role, known);
    return known;
  };
  const outputs = await findPlatform({ client: parametersOf(await access('Operator')), platform });
  const url = localApiUrl(outputs['api-url'], port);
  return {
    kind: 'local',
    platform,
    account: LOCAL_ACCOUNT,
    region: LOCAL_REGION,
    label,
    outputs: { ...outputs, 'api-url': url },
    admin: as ? await access(as) : rootAccess(port),
    access,
    api: (persona) => async (request) => {
      const { region, credentials } = await access(persona);
      return apiClient({ url, region, credentials })(request);
    },
    driftQueue: async () => awsQueue({ client: queuesOf(await access('Operator')), url: outputs['drift-queue'] }),
    drillQueue: async () => awsQueue({ client: queuesOf(await access('Operator')), url: outputs['drill-queue'] }),
  };
}

/** @param given of `--instance`. @throws CommandFailure when it does not run */
export function requireInstance(given: string | undefined): InstanceRecord {
  const name = chosenInstance(given);
  const record = readInstance(name);
  if (record?.ready) return record;
  const mend = name === DEFAULT_INSTANCE ? 'sluice local up' : `sluice local up --instance ${name}`;
  if (record)
    throw new CommandFailure(EXIT.usage, `the local cloud "${name}" is still starting`, 'sluice local status');
  throw new CommandFailure(
    EXIT.usage,
    name === DEFAULT_INSTANCE ? 'no local cloud is running' : `the local cloud "${name}" does not run`,
    mend,
  );
}

async function openAws(
  { platform, as, onTarget }: SessionOptions,
  expect: ExpectedAccount | undefined,
): Promise<Session> {
  if (as) {
    throw new CommandFailure(
      EXIT.usage,
      `--as ${as} is for the local cloud: in an account the role counts that you come with`,
      `take on a role that holds the managed policy ${platform}-${as}-<region>, and leave out --as`,
    );
  }
  const world = { region: regionOf, caller: callerOf, environment: process.env };
  const { region, account, place, who } = await settleAwsTarget(world, expect);
  const label = `${place} · platform ${platform} · as ${who}`;
  onTarget?.(label);
  const access: Access = { region };
  const outputs = await findPlatform({ client: parametersOf(access), platform });
  return {
    kind: 'aws',
    platform,
    account,
    region,
    label,
    outputs,
    admin: access,
    access: async () => access,
    api: () => apiClient({ url: outputs['api-url'], region, credentials: credentialsOf(access) }),
    driftQueue: async () => awsQueue({ client: queuesOf(access), url: outputs['drift-queue'] }),
    drillQueue: async () => awsQueue({ client: queuesOf(access), url: outputs['drill-queue'] }),
  };
}

/** Host names of an emulator's APIs resolve nowhere; its gateway answers below a path instead. */
export function localApiUrl(url: string, port: number): string {
  const id = new URL(url).hostname.split('.')[0] ?? '';
  return `http://127.0.0.1:${port}/_aws/execute-api/${id}`;
}
