/** Asks a stage's model, over the API. Larger or slower calls go to the endpoint directly. */

import { isStageName } from '../contracts/names.ts';
import { Problem } from '../contracts/problems.ts';
import type { Registry } from '../ports/registry.ts';
import { EndpointMissing, ModelFault, type Predictions, PredictionTimeout } from '../ports/services.ts';
import { read } from '../registry/documents.ts';
import { Stage } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { knownModel } from './known.ts';

export interface PredictPorts {
  registry: Registry;
  predictions: Predictions;
}

export interface PredictInput {
  model: string;
  stage: string;
  body: Uint8Array;
  contentType: string;
  accept?: string | undefined;
  /** Kept with the captured request, so that a label that comes later can be joined. */
  inferenceId?: string | undefined;
}

export interface Prediction {
  body: Uint8Array;
  contentType: string;
  endpoint: string;
}

/** A Lambda takes 6 MB of an event, in which bytes are base64. */
const LARGEST_BYTES = 5 * 1024 * 1024;
/** API Gateway gives up after 30 s. */
const TIMEOUT_MS = 25_000;

const notLive = (model: string, stage: string): Problem =>
  new Problem('not-live', `${stage} of ${model} serves no version`, {
    mend: `sluice promote ${model} <version> --stage ${stage}`,
  });

function refusal(error: unknown, { model, stage }: PredictInput, endpoint: string): unknown {
  const directly = `call the SageMaker endpoint ${endpoint} directly`;
  if (error instanceof EndpointMissing) return notLive(model, stage);
  if (error instanceof PredictionTimeout)
    return new Problem('prediction-timeout', `${endpoint} did not answer within ${TIMEOUT_MS / 1000} s`, {
      mend: `send fewer rows, or ${directly}, which waits 60 s`,
      more: { endpoint },
      cause: error,
    });
  if (error instanceof ModelFault)
    return new Problem('model-fault', `the model answered ${error.status}: ${error.message}`, {
      mend: error.status < 500 ? 'send what the model was trained on' : 'the log of the endpoint has the reason',
      more: { modelStatus: error.status, endpoint },
      cause: error,
    });
  return error;
}

/** @throws Problem unknown-model, not-live, too-large, prediction-timeout, model-fault */
export async function predict({ registry, predictions }: PredictPorts, input: PredictInput): Promise<Prediction> {
  const { model, stage, body, contentType, accept, inferenceId } = input;
  await knownModel(registry, model);
  const stored = isStageName(stage) ? await read(registry, model, SK.stage(stage), Stage) : undefined;
  if (!stored?.document.serving) throw notLive(model, stage.slice(0, 64));
  const { endpoint } = stored.document;
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
      ...(inferenceId ? { inferenceId } : {}),
    });
    return { body: answer.body, contentType: answer.contentType, endpoint };
  } catch (error) {
    throw refusal(error, input, endpoint);
  }
}
