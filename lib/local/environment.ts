/** What a shell needs so that the AWS CLI and the SDKs, as they are, talk to a local cloud. */
import type { Access } from '../adapters/aws/access.ts';

/** Variables of somebody's own that would win over ours, or mix with them. */
const IN_THE_WAY = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];
const ENDPOINT = /^AWS_ENDPOINT_URL_/;

export interface LocalEnvironment {
  set: Readonly<Record<string, string>>;
  unset: readonly string[];
}

/** @param apiUrl of the platform; it is not an AWS address, so clients cannot find it by themselves */
export function localEnvironment(
  { region, endpoint, credentials }: Required<Access>,
  apiUrl: string | undefined,
  shell: Readonly<Record<string, string | undefined>>,
): LocalEnvironment {
  const set: Record<string, string> = {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken ? { AWS_SESSION_TOKEN: credentials.sessionToken } : {}),
    AWS_ENDPOINT_URL: endpoint,
    // Asked for by name, S3 clients put the bucket into the path by themselves.
    AWS_ENDPOINT_URL_S3: endpoint,
    ...(apiUrl ? { SLUICE_API_URL: apiUrl } : {}),
  };
  const other = Object.keys(shell).filter((name) => ENDPOINT.test(name));
  return { set, unset: [...IN_THE_WAY, ...other].filter((name) => !(name in set)) };
}

export const SHELLS = ['sh', 'fish', 'json'] as const;
export type Shell = (typeof SHELLS)[number];

const WRITERS: Readonly<Record<Shell, (environment: LocalEnvironment) => string>> = {
  sh: ({ set, unset }) =>
    [
      `unset ${unset.join(' ')}`,
      ...Object.entries(set).map(([name, value]) => `export ${name}=${quoted(value, String.raw`'\''`)}`),
    ].join('\n'),
  fish: ({ set, unset }) =>
    [
      ...unset.map((name) => `set -e ${name}`),
      ...Object.entries(set).map(([name, value]) => `set -gx ${name} ${quoted(value, String.raw`\'`)}`),
    ].join('\n'),
  json: ({ set }) => JSON.stringify(set, null, 2),
};

/** For `eval`, or for a program. */
export const environmentText = (environment: LocalEnvironment, shell: Shell): string => WRITERS[shell](environment);

/** Bare where every shell takes it so, else in single quotes. No key, token or address holds a backslash. */
const quoted = (value: string, quote: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", quote)}'`;
