import { AccessDenied, NoSuchObject } from './ports.ts';

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Forbidden', '403']);
const MISSING = new Set(['NoSuchKey', 'NoSuchBucket', 'NotFound', '404']);

/** An SDK error as the ports have it; anything else unchanged. HeadObject answers without a body, so by status too. */
export function asPortError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const status = statusOf(error);
  if (DENIED.has(error.name) || status === 403) {
    return new AccessDenied(message(error, 'AccessDenied'), { cause: error });
  }
  if (MISSING.has(error.name) || status === 404) {
    return new NoSuchObject(message(error, 'NotFound'), { cause: error });
  }
  return error;
}

/** Runs an SDK call with its errors translated. */
export async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asPortError(error);
  }
}

function statusOf(error: Error): unknown {
  const metadata: unknown = Reflect.get(error, '$metadata');
  return typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
}

function message(error: Error, code: string): string {
  return `${code}: ${error.message === 'UnknownError' ? 'the request was refused' : error.message}`;
}
