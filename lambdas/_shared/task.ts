/** A function that Step Functions invokes: one JSON value in, one out, both parsed. */
import middy from '@middy/core';
import type * as z from 'zod';
import { failureLog } from './failure-log.ts';

/** The step was given, or would have answered, something its schema refuses. Retrying does not help: name it in no Retry. */
export class TaskContractError extends Error {
  override readonly name = 'TaskContractError';
}

function parsed<S extends z.ZodType>(schema: S, what: 'input' | 'output', value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
  throw new TaskContractError(`the task's ${what} is not as agreed: ${faults.slice(0, 5).join('; ')}`);
}

/**
 * `fn` gets the parsed input; its answer is parsed before it leaves, so an unknown field never enters the state.
 * An error's `name` is what the state machine sees as `Error`.
 *
 * @example export const handler = taskHandler(WatchInput, WatchOutput, (input) => watchRelease(dependencies(), input));
 */
export function taskHandler<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  fn: (input: z.output<I>) => Promise<z.input<O>>,
) {
  return middy<unknown, z.output<O>>()
    .use(failureLog())
    .handler(async (event: unknown) => parsed(output, 'output', await fn(parsed(input, 'input', event))));
}
