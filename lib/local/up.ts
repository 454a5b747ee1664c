/** The local cloud, up and deployed. */
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from './cloud.ts';
import { deployLocally } from './deploy.ts';
import { makePersonas } from './personas.ts';

export interface UpTimes {
  /** Seconds, wall clock. */
  start: number;
  bootstrapAndSynth: number;
  deploy: number;
}

/**
 * Starts a local cloud and deploys the platform to it. If the deployment fails, the cloud is ended.
 *
 * @throws PortInUse; Error with the reason
 */
export async function up(
  options: LocalCloudOptions & {
    platform: string;
    /** Further CDK context, as `policy`. */
    context?: Record<string, string>;
    onStep?: (step: string) => void;
  },
): Promise<{ cloud: LocalCloud; times: UpTimes }> {
  const began = performance.now();
  const cloud = await startLocalCloud(options);
  const start = (performance.now() - began) / 1000;
  options.onStep?.('started');
  try {
    const context = { ...options.context, name: options.platform };
    const deployed = await deployLocally(cloud.port, { workDir: cloud.workDir, context });
    await makePersonas(cloud.port, options.platform);
    return { cloud, times: { start, ...deployed } };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}
