import type * as z from 'zod';
import type { Service } from '../service.ts';
import { parseInput } from '../validation/parse.ts';

/** One operation of the control plane. */
export interface Operation {
  readonly name: string;
  /**
   * @param raw the parsed JSON body
   * @throws ApiError
   */
  run(raw: unknown, service: Service): Promise<object>;
}

/** Binds a request's schema to what is done with it; the request is validated before. */
export function operation<S extends z.ZodType>(
  name: string,
  input: S,
  run: (input: z.output<S>, service: Service) => object | Promise<object>,
): Operation {
  return { name, run: async (raw, service) => run(parseInput(input, raw), service) };
}
