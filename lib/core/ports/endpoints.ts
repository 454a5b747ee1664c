/** SageMaker endpoints, as the control plane describes them. */
import type { EndpointDescription } from '../release/endpoint.ts';

export interface Endpoints {
  /** Undefined: there is none of this name. */
  describe(name: string): Promise<EndpointDescription | undefined>;
}
