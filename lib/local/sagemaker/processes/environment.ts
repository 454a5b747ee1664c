import { dirname } from 'node:path';
import type { RoleSession } from '../cloud/ports.ts';

export interface ProcessEnvironment {
  readonly python: string;
  readonly region: string;
  readonly baseDirectory: string;
  readonly temporaryDirectory: string;
  /** The role's session and the cloud's address; undefined under network isolation: the process gets neither. */
  readonly access: { readonly session: RoleSession; readonly endpoint: string } | undefined;
  /** The map of the request. */
  readonly requested: Readonly<Record<string, string>> | undefined;
}

/** The environment of a container: what the service sets, over what the request asks for, and nothing of ours. */
export async function containerEnvironment(options: ProcessEnvironment): Promise<Record<string, string>> {
  return {
    // One thread: OpenMP's spinning makes training up to 50 times slower on a busy machine.
    OMP_WAIT_POLICY: 'PASSIVE',
    OMP_NUM_THREADS: '1',
    ...options.requested,
    PATH: [dirname(options.python), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: options.baseDirectory,
    TMPDIR: options.temporaryDirectory,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    SAGEMAKER_BASE_DIR: options.baseDirectory,
    ...(options.access ? await credentialVariables(options.access) : {}),
  };
}

async function credentialVariables(access: { session: RoleSession; endpoint: string }) {
  const { accessKeyId, secretAccessKey, sessionToken } = await access.session.credentials();
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: access.endpoint,
    AWS_ENDPOINT_URL_S3: access.endpoint,
  };
}
