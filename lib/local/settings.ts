/** The local cloud's fixed facts. */

/** MiniStack's default account: the key id is the account, and its keys are root there. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';
/** A bake of ten minutes lasts twelve seconds; an alarm's period of a minute 1.2 s. Jobs run at their own speed. */
export const DEFAULT_TIME_SCALE = 0.02;
export const DEFAULT_PORT = 4566;

/** Environment of an SDK client, or of the AWS CLI, that talks to a local cloud as its root. */
export function rootEnvironment(port: number): Record<string, string> {
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_ACCOUNT,
    // MiniStack's own secret: with another one, URLs that the root signs are refused.
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
  };
}

const SYSTEM = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
] as const;

/** What a child may inherit: the system's variables and no credentials, profiles or endpoints of the person's own. */
export function cleanEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of SYSTEM) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
