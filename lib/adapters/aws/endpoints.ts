/** SageMaker endpoints, described. */
import { DescribeEndpointCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Endpoints } from '../../core/ports/endpoints.ts';
import { EndpointDescription } from '../../core/release/endpoint.ts';

/** SageMaker gives no type of its own to an endpoint that is not there. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /could not find/i.test(error.message);

export const awsEndpoints = ({ client }: { client: SageMakerClient }): Endpoints => ({
  async describe(EndpointName) {
    try {
      return EndpointDescription.parse(await client.send(new DescribeEndpointCommand({ EndpointName })));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
});
