/** SageMaker endpoints. */
import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  EndpointBusy,
  EndpointMissing,
  ModelFault,
  type Predictions,
  PredictionTimeout,
} from '../../core/ports/services.ts';

const LONGEST_TEXT = 500;

/** What the SDK throws, as the port's errors; anything else stays what it is. */
function translated(error: unknown, endpoint: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (name === 'ModelError') {
    const { OriginalStatusCode: status = 500, OriginalMessage: text = message } = error as Error & {
      OriginalStatusCode?: number;
      OriginalMessage?: string;
    };
    return new ModelFault(status, text.slice(0, LONGEST_TEXT));
  }
  if (/^(ServiceUnavailable|Throttling)(Exception)?$/.test(name)) return new EndpointBusy(message);
  if (name === 'ModelNotReadyException') return new ModelFault(503, 'the model is not ready yet');
  if (/^Validation(Error|Exception)$/.test(name) && /not found|could not find/i.test(message))
    return new EndpointMissing(`no endpoint is named ${endpoint}`);
  return error;
}

export function awsPredictions({ client }: { client: SageMakerRuntimeClient }): Predictions {
  return {
    async invoke(endpoint, body, { contentType, accept, inferenceId, timeoutMs }) {
      const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
      try {
        const answer = await client.send(
          new InvokeEndpointCommand({
            EndpointName: endpoint,
            Body: body,
            ContentType: contentType,
            ...(accept ? { Accept: accept } : {}),
            ...(inferenceId ? { InferenceId: inferenceId } : {}),
          }),
          deadline ? { abortSignal: deadline } : {},
        );
        return {
          body: answer.Body ?? new Uint8Array(),
          contentType: answer.ContentType ?? 'application/octet-stream',
          ...(answer.InvokedProductionVariant ? { variant: answer.InvokedProductionVariant } : {}),
        };
      } catch (error) {
        if (deadline?.aborted) throw new PredictionTimeout(`no answer within ${timeoutMs} ms`, { cause: error });
        throw translated(error, endpoint);
      }
    },
  };
}
