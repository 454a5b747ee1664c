/** What a person is told of an error, what a program is, and the exit code. */
import * as z from 'zod';
import { ApiError } from '../adapters/aws/api-client.ts';
import { PlatformMissing } from '../adapters/aws/platform.ts';
import { EndpointUnfit } from '../local/behind/endpoint.ts';
import { KeptStateUnreadable } from '../local/instances/kept.ts';
import { BadInstanceName } from '../local/instances/name.ts';
import { NoPersonas } from '../local/personas.ts';
import { TARGET_FILE, TargetUnreadable } from '../local/target.ts';
import { CommandFailure, EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.ts';
import { printable } from './output/text.ts';

export interface Failure {
  code: ExitCode;
  text: string;
  /** Problem details (RFC 9457) with the `exitCode` beside them. */
  document: Readonly<Record<string, unknown>>;
}

function failure(code: ExitCode, detail: string, mend?: string, more: Readonly<Record<string, unknown>> = {}): Failure {
  return {
    code,
    text: mend ? `${detail}\n  mend: ${mend}` : detail,
    document: {
      type: 'about:blank',
      title: EXIT_MEANINGS[code],
      detail,
      ...(mend ? { mend } : {}),
      ...more,
      exitCode: code,
    },
  };
}

/** IAM refused; which policy would do is in the table of routes. */
const TAKE_A_ROLE =
  "take on a role with another of the platform's managed policies, <platform>-<persona>-<region> (locally: --as)";

function refusedByApi(error: ApiError): Failure {
  const { problem, status } = error;
  const details = (problem.errors ?? []).map(
    ({ pointer, detail, mend }) => `  ${pointer}: ${printable(detail)}${mend ? `  mend: ${printable(mend)}` : ''}`,
  );
  const refused = status === 403 || status === 409 || status === 412;
  const code = refused ? EXIT.refused : status < 500 ? EXIT.usage : EXIT.fault;
  const mend = problem.mend ?? (status === 403 && error.code === '' ? TAKE_A_ROLE : undefined);
  return {
    code,
    text: [
      `${problem.title}: ${printable(error.message)}`,
      ...details,
      ...(mend ? [`  mend: ${printable(mend)}`] : []),
    ].join('\n'),
    document: { ...problem, ...(mend ? { mend } : {}), exitCode: code },
  };
}

/** The part of an AWS SDK's exception that says what happened. */
interface ServiceError extends Error {
  $metadata: { httpStatusCode?: number; requestId?: string };
}
const isServiceError = (error: Error): error is ServiceError =>
  typeof (error as { $metadata?: unknown }).$metadata === 'object';

const DENIED = /^(AccessDenied(Exception)?|AuthorizationError|UnauthorizedOperation)$/;
const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException)$/;

function refusedByAws(error: ServiceError): Failure {
  const request = error.$metadata.requestId ? ` (request ${error.$metadata.requestId})` : '';
  const said = `AWS said: ${error.name}: ${printable(error.message)}${request}`;
  if (DENIED.test(error.name)) {
    return failure(EXIT.refused, `a right is missing\n  ${said}`, TAKE_A_ROLE);
  }
  if (EXPIRED.test(error.name))
    return failure(EXIT.usage, `the AWS credentials are not valid any more\n  ${said}`, 'aws sso login');
  return failure(EXIT.fault, said);
}

/** A file that a person named cannot be read. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no file',
  EISDIR: 'this is a folder, not a file:',
  ENOTDIR: 'this is a file, not a folder:',
  EACCES: 'no right to read',
};
const FILE_CALLS: ReadonlySet<string> = new Set(['open', 'read', 'stat', 'lstat', 'scandir']);

function unreadableFile(error: NodeJS.ErrnoException): Failure | undefined {
  const words = FILE_FAULTS[error.code ?? ''];
  if (!words || !FILE_CALLS.has(error.syscall ?? '')) return undefined;
  return failure(EXIT.usage, `${words} ${printable(error.path ?? '')}`.trim());
}

/** `fetch` and the SDKs hide a broken connection in the cause. */
function unreachable(error: Error): Failure | undefined {
  const cause = error.cause instanceof Error ? error.cause : error;
  const { code, address, port, hostname } = cause as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
    hostname?: string;
  };
  if (!code || !['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'].includes(code)) return undefined;
  const where = hostname ?? (address ? `${address}:${port}` : 'the other side');
  return failure(EXIT.fault, `${where} does not answer (${code})`, 'sluice doctor');
}

function unexpected(error: Error, verbose: boolean): Failure {
  if (error instanceof z.ZodError) {
    const places = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return failure(
      EXIT.fault,
      `the platform's answer is not what this version of sluice knows: ${places.join('; ')}`,
      'use the version that the platform was deployed with, or deploy it again',
    );
  }
  return failure(EXIT.fault, verbose ? (error.stack ?? error.message) : error.message);
}

/** @param verbose unexpected errors are told with their stack */
export function failureOf(thrown: unknown, { verbose = false }: { verbose?: boolean } = {}): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error instanceof CommandFailure) return failure(error.code, error.message, error.mend, error.more);
  if (error instanceof ApiError) return refusedByApi(error);
  if (error instanceof PlatformMissing || error instanceof NoPersonas) return failure(EXIT.usage, error.message);
  if (error instanceof EndpointUnfit) return failure(EXIT.usage, error.message, error.mend);
  if (error instanceof BadInstanceName) return failure(EXIT.usage, error.message);
  if (error instanceof KeptStateUnreadable) return failure(EXIT.fault, error.message, 'sluice local reset');
  if (error instanceof TargetUnreadable) return failure(EXIT.usage, error.message, `rm ${TARGET_FILE}`);
  if (error.name === 'CredentialsProviderError')
    return failure(EXIT.usage, 'no AWS credentials were found', 'aws sso login, or export AWS_PROFILE=<profile>');
  if (isServiceError(error)) return refusedByAws(error);
  return unreadableFile(error) ?? unreachable(error) ?? unexpected(error, verbose);
}
