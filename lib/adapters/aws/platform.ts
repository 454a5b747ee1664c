/** Finds a deployed platform by its name. */
import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { OUTPUTS, type Outputs, parameterPath } from '../../core/contracts/outputs.ts';

export class PlatformMissing extends Error {
  override readonly name = 'PlatformMissing';
}

/** @throws PlatformMissing naming the parameters that are not there */
export async function findPlatform({ client, platform }: { client: SSMClient; platform: string }): Promise<Outputs> {
  const path = parameterPath(platform);
  const found: Record<string, string> = {};
  let next: string | undefined;
  do {
    const page = await client.send(
      new GetParametersByPathCommand({ Path: path, ...(next ? { NextToken: next } : {}) }),
    );
    for (const { Name = '', Value = '' } of page.Parameters ?? []) found[Name.slice(path.length)] = Value;
    next = page.NextToken;
  } while (next);
  const missing = OUTPUTS.filter((key) => !found[key]);
  if (missing.length === OUTPUTS.length)
    throw new PlatformMissing(
      `no platform named ${platform} in this account and region: deploy it, or name another with --platform`,
    );
  if (missing.length > 0)
    throw new PlatformMissing(`platform ${platform} lacks the parameters ${missing.join(', ')}: deploy it again`);
  return Object.fromEntries(OUTPUTS.map((key) => [key, found[key] ?? ''])) as Outputs;
}
