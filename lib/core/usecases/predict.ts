/** Asks a stage's model, over the API. Larger or slower calls go to the endpoint directly. */

import { INFERENCE_ID } from '../contracts/inference-id.ts';
import { isStageName } from '../contracts/names.ts';
import { Problem } from '../contracts/problems.ts';
import type { Ids } from '../ports/clock.ts';
import type { Registry } from '../ports/registry.ts';
import { EndpointBusy, EndpointMissing, ModelFault, type Predictions, PredictionTimeout } from '../ports/services.ts';
import { read } from '../registry/documents.ts';
import { Stage } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { knownModel } from './known.ts';

export interface PredictPorts {
  registry: Registry;
  predictions: Predictions;
  ids: Ids;
}

export interface PredictInput {
  model: string;
  stage: string;
  body: Uint8Array;
  contentType: string;
  accept?: string | undefined;
  /** Kept with the captured request, so that labels that come later can be joined; absent, one is made. It names all rows. */
  inferenceId?: string | undefined;
}

export interface Prediction {
  body: Uint8Array;
  contentType: string;
  endpoint: string;
  inferenceId: string;
}

/** A Lambda takes 6 MB of an event, in which bytes are base64. */
const LARGEST_BYTES = 5 * 1024 * 1024;
/** API Gateway gives up after 30 s. */
const TIMEOUT_MS = 25_000;

/** What SageMaker takes of a media type. */
const MEDIA_TYPE = /^[\x20-\x7e]{1,1024}$/;

function refuseHeaders({ contentType, accept = '*/*', inferenceId = 'x' }: PredictInput): void {
  const refuse = (header: string, wanted: string) => {
    throw new Problem('invalid-request', `the header ${header} is not ${wanted}`);
  };
  if (!INFERENCE_ID.test(inferenceId)) refuse('x-sluice-inference-id', '1 to 64 visible ASCII characters');
  if (!MEDIA_TYPE.test(contentType)) refuse('Content-Type', 'a media type of at most 1,024 ASCII characters');
  if (!MEDIA_TYPE.test(accept)) refuse('Accept', 'at most 1,024 ASCII characters');
}

const notLive = (model: string, stage: string): Problem =>
  new Problem('not-live', `${stage} of ${model} serves no version`, {
    mend: `sluice promote ${model} <version> --stage ${stage}`,
  });

function refusal(error: unknown, { model, stage }: PredictInput, endpoint: string, inferenceId: string): unknown {
  const directly = `call the SageMaker endpoint ${endpoint} directly`;
  if (error instanceof EndpointMissing) return notLive(model, stage);
  if (error instanceof PredictionTimeout)
    return new Problem('prediction-timeout', `${endpoint} did not answer within ${TIMEOUT_MS / 1000} s`, {
      mend: `send fewer rows, or ${directly}, which waits 60 s`,
      more: { endpoint, inferenceId },
      cause: error,
    });
  if (error instanceof EndpointBusy)
    return new Problem('endpoint-busy', `${endpoint} cannot take the request now: ${error.message}`, {
      mend: 'send it again a little later',
      more: { endpoint, inferenceId },
      cause: error,
    });
  if (error instanceof ModelFault)
    return new Problem('model-fault', `the model answered ${error.status}: ${error.message}`, {
      mend: error.status < 500 ? 'send what the model was trained on' : 'the log of the endpoint has the reason',
      more: { modelStatus: error.status, endpoint, inferenceId },
      cause: error,
    });
  return error;
}

/** @throws Problem invalid-request, unknown-model, not-live, too-large, endpoint-busy, prediction-timeout, model-fault */
export async function predict({ registry, predictions, ids }: PredictPorts, input: PredictInput): Promise<Prediction> {
  const { model, stage, body, contentType, accept, inferenceId = ids.ulid() } = input;
  refuseHeaders(input);
  await knownModel(registry, model);
  const stored = isStageName(stage) ? await read(registry, model, SK.stage(stage), Stage) : undefined;
  if (!stored?.document.serving) throw notLive(model, stage.slice(0, 64));
  const { endpoint } = stored.document;
  if (body.length === 0)
    throw new Problem('invalid-request', 'the body is empty', { mend: 'send at least one row to predict' });
  if (body.length > LARGEST_BYTES)
    throw new Problem('too-large', `the body has ${body.length} bytes, at most ${LARGEST_BYTES} go through the API`, {
      mend: `send fewer rows, or call the SageMaker endpoint ${endpoint} directly`,
      more: { endpoint },
    });
  try {
    const answer = await predictions.invoke(endpoint, body, {
      contentType,
      timeoutMs: TIMEOUT_MS,
      ...(accept ? { accept } : {}),
      inferenceId,
    });
    return { body: answer.body, contentType: answer.contentType, endpoint, inferenceId };
  } catch (error) {
    throw refusal(error, input, endpoint, inferenceId);
  }
}
