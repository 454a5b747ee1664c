import { AccessDenied, NoSuchObject } from '../cloud/ports.ts';
import { parseS3Uri } from '../cloud/s3-uri.ts';
import { requireRunnableImage } from '../processes/images.ts';
import { type CreateModelInput, modelRequest } from '../requests/model.ts';
import { assumePassedRole, type Service } from '../service.ts';
import type { ModelRecord } from '../state/records.ts';
import { arnOf } from '../wire/arn.ts';
import { invalid } from '../wire/errors.ts';
import { operation } from './operation.ts';

export const createModel = operation('CreateModel', modelRequest, async (request, service) => {
  const name = request.ModelName;
  const arn = arnOf(service.scope, 'model', name);
  const refuseDuplicate = () => {
    if (service.models.has(name)) throw invalid(`Cannot create already existing model "${arn}".`);
  };
  refuseDuplicate();
  requireRunnableImage(request.PrimaryContainer.Image);
  await requireReadableArtifact(service, request);
  // Another request may have taken the name in the meantime.
  refuseDuplicate();
  service.models.set(name, { name, arn, createdAt: Date.now(), input: request });
  service.tags.set(arn, request.Tags ?? []);
  return { ModelArn: arn };
});

async function requireReadableArtifact(service: Service, request: CreateModelInput): Promise<void> {
  const session = await assumePassedRole(service, request.ExecutionRoleArn);
  const url = request.PrimaryContainer.ModelDataUrl;
  if (url === undefined) return;
  const { bucket, key } = parseS3Uri(url);
  try {
    await session.headObject(bucket, key);
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof NoSuchObject)) throw error;
    throw invalid(
      `Could not access model data at ${url}. Please ensure that the role "${request.ExecutionRoleArn}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${service.scope.region}.`,
    );
  }
}

/** @throws ApiError ValidationException in AWS's words */
export function requireModel(service: Service, name: string): ModelRecord {
  const model = service.models.get(name);
  if (!model) throw invalid(`Could not find model "${arnOf(service.scope, 'model', name)}".`);
  return model;
}
