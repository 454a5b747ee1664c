import { join } from 'node:path';
import { filesBelow, packFolder } from '../archive/pack.ts';
import { AccessDenied, NoSuchObject, type RoleSession } from '../cloud/ports.ts';
import { keyBelow, parseS3Uri } from '../cloud/s3-uri.ts';
import type { TrainingJobRecord } from '../state/records.ts';
import type { TrainingLayout } from './layout.ts';

/** Results that could not be written; the message is the job's failure reason. */
export class UploadFailed extends Error {}

/**
 * Writes model.tar.gz, and output.tar.gz where the job left output data.
 * @returns the S3 URI of the model, or undefined when the model folder is empty
 * @throws UploadFailed
 */
export async function uploadOutputs(
  session: RoleSession,
  job: TrainingJobRecord,
  layout: TrainingLayout,
): Promise<string | undefined> {
  const { S3OutputPath: outputPath, KmsKeyId: kmsKeyId } = job.input.OutputDataConfig;
  const location = parseS3Uri(outputPath);
  const upload = async (folder: string, name: string): Promise<string | undefined> => {
    if ((await filesBelow(folder)).length === 0) return undefined;
    const file = join(layout.temporary, name);
    await packFolder(folder, file);
    const key = keyBelow(location, job.name, 'output', name);
    await session.putObject({ bucket: location.bucket, key, body: { file }, kmsKeyId });
    return `s3://${location.bucket}/${key}`;
  };
  try {
    await upload(layout.outputData, 'output.tar.gz');
    return await upload(layout.model, 'model.tar.gz');
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof NoSuchObject)) throw error;
    throw new UploadFailed(
      `ClientError: Data upload failed: ${error.message}. Please ensure that the role "${session.roleArn}" has "s3:PutObject" permissions on "${outputPath}".`,
      { cause: error },
    );
  }
}
