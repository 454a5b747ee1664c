import { beforeEach, expect, test } from 'vitest';
import { sageMakerClient } from '../../lib/adapters/aws/clients.ts';
import { awsEndpoints } from '../../lib/adapters/aws/endpoints.ts';
import { memoryEndpoints } from '../../lib/adapters/memory/endpoints.ts';
import type { Endpoints } from '../../lib/core/ports/endpoints.ts';
import { onEachAdapter, unique } from './_emulator.ts';

/** An endpoint that is there needs a model: test/e2e/platform/executions.test.ts has one. */
onEachAdapter<Endpoints>(
  'endpoints',
  { memory: memoryEndpoints, aws: async () => awsEndpoints({ client: sageMakerClient() }) },
  (make) => {
    let endpoints: Endpoints;
    beforeEach(async () => {
      endpoints = await make();
    });

    test('one that is not there is no error', async () => {
      expect(await endpoints.describe(`nobody-${unique()}`)).toBeUndefined();
    });
  },
);
