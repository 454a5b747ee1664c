/** Endpoints in memory: as a test says that they are. */
import type { Endpoints } from '../../core/ports/endpoints.ts';
import type { EndpointDescription } from '../../core/release/endpoint.ts';

export function memoryEndpoints(): Endpoints & { descriptions: Map<string, EndpointDescription> } {
  const descriptions = new Map<string, EndpointDescription>();
  return { descriptions, describe: async (name) => structuredClone(descriptions.get(name)) };
}
