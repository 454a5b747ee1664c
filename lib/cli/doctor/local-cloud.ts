/** Checks of the local clouds of this checkout. None running is fine: they are optional. */
import type { Outputs } from '../../core/contracts/outputs.ts';
import { type Check, fail, ok } from './check.ts';

export interface RunningCloud {
  name: string;
  port: number;
  /** Its gateway answered once; before, it is starting. */
  ready: boolean;
}

export interface LocalClouds {
  running(): RunningCloud[];
  /** Answers of its gateway and its SageMaker server. @throws Error when one does not */
  answer(cloud: RunningCloud): Promise<void>;
  /** @throws PlatformMissing, NoPersonas */
  outputs(cloud: RunningCloud): Promise<Outputs>;
}

export function localCloudChecks(clouds: LocalClouds, platform: string): Check[] {
  const check = (name: string, find: Check['find']): Check => ({ group: 'local cloud', name, find });
  const running = clouds.running();
  if (running.length === 0) return [check('running', () => ok('none; start one: sluice local up'))];
  return running.flatMap((cloud) => {
    const answers = check(`${cloud.name} on port ${cloud.port}`, async () => {
      if (!cloud.ready) return ok('is starting');
      try {
        await clouds.answer(cloud);
        return ok('AWS services and SageMaker answer');
      } catch (error) {
        const one = `--instance ${cloud.name}`;
        const mend = `sluice local down ${one} && sluice local up ${one}`;
        return fail(`it does not answer: ${(error as Error).message}`, mend);
      }
    });
    if (!cloud.ready) return [answers];
    const holds = check(`${cloud.name}, platform ${platform}`, async () => {
      const { 'api-url': api } = await clouds.outputs(cloud);
      return ok(`deployed, API ${new URL(api).hostname.split('.')[0]}`);
    });
    return [answers, holds];
  });
}
