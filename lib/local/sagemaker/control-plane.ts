import { operations } from './operations/index.ts';
import type { Service } from './service.ts';
import { ApiError, notSupported } from './wire/errors.ts';

const TARGET = /^SageMaker\.(\w+)$/;
/** Requests of the control plane are small; this is far above the largest. */
export const CONTROL_BODY_LIMIT = 4 * 1024 * 1024;

/**
 * Runs the operation that X-Amz-Target names.
 * @throws ApiError
 */
export async function runOperation(
  service: Service,
  target: string | undefined,
  body: Buffer | undefined,
): Promise<object> {
  const name = TARGET.exec(target ?? '')?.[1];
  if (name === undefined) {
    throw new ApiError('UnknownOperationException', 'The X-Amz-Target header must be SageMaker.<Operation>.');
  }
  const operation = operations.get(name);
  if (!operation) throw notSupported(`The operation ${name}`);
  return operation.run(parseJson(body), service);
}

function parseJson(body: Buffer | undefined): unknown {
  if (body === undefined)
    throw new ApiError('SerializationException', `The body is longer than ${CONTROL_BODY_LIMIT} bytes.`);
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new ApiError('SerializationException', `The body is not JSON: ${(error as Error).message}`);
  }
}
