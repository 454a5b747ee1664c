import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from './arn.ts';

const CREDENTIAL = /Credential=([^/]+)\/\d+\/([a-z0-9-]+)\//;

/**
 * The account and region a request is for: as the emulator's gateway says, else as the signature says (an access key
 * of 12 digits is an account), else the server's own. Signatures are checked by the gateway, not here.
 */
export function callerScope(headers: IncomingHttpHeaders, fallback: Scope): Scope {
  const signed = CREDENTIAL.exec(headers.authorization ?? '');
  const key = signed?.[1];
  return {
    account: header(headers, 'x-local-account') ?? (key && /^\d{12}$/.test(key) ? key : fallback.account),
    region: header(headers, 'x-local-region') ?? signed?.[2] ?? fallback.region,
  };
}

/** A header's value, or undefined when it is missing or empty. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === '' ? undefined : text;
}
