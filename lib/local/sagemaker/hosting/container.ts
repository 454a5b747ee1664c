import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { unpackInto } from '../archive/unpack.ts';
import { AccessDenied, NoSuchObject, type RoleSession } from '../cloud/ports.ts';
import { parseS3Uri } from '../cloud/s3-uri.ts';
import { containerEnvironment } from '../processes/environment.ts';
import { type ModelServer, startModelServer } from '../processes/model-server.ts';
import type { ContainerDefinition } from '../requests/model.ts';
import { assumePassedRole, type Service } from '../service.ts';
import type { ModelRecord } from '../state/records.ts';

/** A model whose artefact is on this machine, ready to be started any number of times. */
export interface PreparedModel {
  readonly model: ModelRecord;
  readonly container: ContainerDefinition;
  readonly session: RoleSession;
  /** The downloaded model.tar.gz, where the model has one. */
  readonly archive: string | undefined;
}

/** A model that cannot be fetched or unpacked; the message is a failure reason. */
export class ModelUnavailable extends Error {}

/**
 * Downloads the artefact with the model's own role.
 * @throws ModelUnavailable
 */
export async function prepareModel(service: Service, model: ModelRecord, directory: string): Promise<PreparedModel> {
  const { PrimaryContainer: container, ExecutionRoleArn: roleArn } = model.input;
  const session = await assumePassedRole(service, roleArn).catch((error: unknown) => {
    throw new ModelUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
  });
  const url = container.ModelDataUrl;
  if (url === undefined) return { model, container, session, archive: undefined };
  const { bucket, key } = parseS3Uri(url);
  const archive = join(directory, 'model.tar.gz');
  await mkdir(directory, { recursive: true });
  try {
    await pipeline(await session.getObject(bucket, key), createWriteStream(archive), {
      signal: service.background.signal,
    });
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof NoSuchObject)) throw error;
    throw new ModelUnavailable(
      `Failed to download model data for container "Container-primary" from URL: "${url}": ${error.message}. Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`,
      { cause: error },
    );
  }
  return { model, container, session, archive };
}

export interface StartOptions {
  readonly directory: string;
  /** Variables of the service on top of the container's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthTimeoutMs: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts one process of a model: its own folder with the extracted artefact, the container's environment.
 * @throws ModelUnavailable when the artefact is not a tar.gz
 * @throws UnhealthyContainer when it does not answer its health check
 */
export async function startContainer(
  service: Service,
  prepared: PreparedModel,
  options: StartOptions,
): Promise<ModelServer> {
  const { settings } = service;
  const { model, container, session, archive } = prepared;
  const modelFolder = join(options.directory, 'model');
  const temporaryDirectory = join(options.directory, 'tmp');
  for (const folder of [modelFolder, temporaryDirectory]) await mkdir(folder, { recursive: true });
  if (archive !== undefined) {
    await unpackInto(createReadStream(archive), modelFolder).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelUnavailable(`Unable to extract model data archive for container "Container-primary": ${reason}`, {
        cause: error,
      });
    });
  }
  const environment = await containerEnvironment({
    python: settings.python,
    region: service.scope.region,
    baseDirectory: options.directory,
    temporaryDirectory,
    access: model.input.EnableNetworkIsolation ? undefined : { session, endpoint: settings.cloudEndpoint() },
    requested: { ...container.Environment, ...options.environment },
  });
  return startModelServer({
    argv: settings.runtimes.servingShim,
    directory: options.directory,
    environment,
    healthTimeoutMs: options.healthTimeoutMs,
    onLine: options.onLine,
    signal: options.signal,
  });
}
