/** Endpoints in memory: each is a function of the body. */
import { EndpointMissing, type Predictions } from '../../core/ports/services.ts';

type Invoke = Predictions['invoke'];
export type MemoryEndpoint = (body: Uint8Array, options: Parameters<Invoke>[2]) => ReturnType<Invoke>;

export function memoryPredictions(): Predictions & { endpoints: Map<string, MemoryEndpoint> } {
  const endpoints = new Map<string, MemoryEndpoint>();
  return {
    endpoints,
    async invoke(endpoint, body, options) {
      const serve = endpoints.get(endpoint);
      if (!serve) throw new EndpointMissing(`no endpoint is named ${endpoint}`);
      return serve(body, options);
    },
  };
}
