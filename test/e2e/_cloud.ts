/** One local cloud, deployed once, for every test that needs one. Tests keep apart by the names of their models. */
import type { TestProject } from 'vitest/node';
import { freePort } from '../../lib/local/process/ports.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../lib/local/settings.ts';
import { up } from '../../lib/local/up.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    port: number;
    /** Its name, for commands in processes of their own: SLUICE_INSTANCE. */
    instance: string;
  }
}

/** As by default, with a stage between the two that asks for an approval, and small ranges for uploads above 512 KB. */
const POLICY = {
  stages: [{ name: 'staging' }, { name: 'guarded', approval: true }, { name: 'production' }],
  rangedAboveBytes: 512 * 1024,
  rangeBytes: 128 * 1024,
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePort();
  const instance = `test-${process.pid}`;
  const { cloud } = await up({ port, instance, platform: 'sluice', context: { policy: JSON.stringify(POLICY) } });
  project.provide('port', port);
  project.provide('instance', instance);
  // Contract suites run their AWS side against it, with clients made from the environment.
  Object.assign(process.env, {
    SLUICE_TEST_ENDPOINT: `http://127.0.0.1:${port}`,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return () => cloud.close();
}
