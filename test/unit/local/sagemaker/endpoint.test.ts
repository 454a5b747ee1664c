import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConfig, startTestServer, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await makeConfig(server, 'v1', { instances: 2, capture: true });
  await makeConfig(server, 'v2', { instances: 2, capture: true });
  await makeConfig(server, 'faulty', { instances: 2 });
  await makeConfig(server, 'broken');
});
afterAll(() => server.close());

const inService = (name: string) =>
  server.until('DescribeEndpoint', { EndpointName: name }, (one) => one['EndpointStatus'] === 'InService');

async function create(name: string, config = 'v1') {
  await server.call('CreateEndpoint', { EndpointName: name, EndpointConfigName: config });
  return inService(name);
}

const canary = (alarms: string[] = [], waitSeconds = 60) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      WaitIntervalInSeconds: waitSeconds,
      CanarySize: { Type: 'CAPACITY_PERCENT', Value: 50 },
    },
    TerminationWaitInSeconds: 20,
    MaximumExecutionTimeoutInSeconds: 7200,
  },
  ...(alarms.length > 0 ? { AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) } } : {}),
});

/** Sends requests one after the other from several callers until told to stop; counts answers by version. */
function traffic(endpoint: string, callers = 4) {
  const seen = { total: 0, failed: 0, versions: new Map<string, number>() };
  let on = true;
  const caller = async () => {
    while (on) {
      const response = await server.invoke(endpoint, 'row');
      const version = (await response.text()).split(':', 1)[0] ?? '';
      seen.total += 1;
      if (response.status === 200) seen.versions.set(version, (seen.versions.get(version) ?? 0) + 1);
      else seen.failed += 1;
    }
  };
  const all = Promise.all(Array.from({ length: callers }, caller));
  return {
    seen,
    async stop() {
      on = false;
      await all;
      return seen;
    },
  };
}

describe('an endpoint', () => {
  it('serves, says so, and is gone when deleted', async () => {
    const made = await create('First');
    expect(made).toMatchObject({
      EndpointArn: 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/first',
      EndpointConfigName: 'v1',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 2, CurrentWeight: 1 }],
      DataCaptureConfig: { EnableCapture: true, CaptureStatus: 'Started', DestinationS3Uri: 's3://capture/churn/v1' },
    });
    const answer = await server.invoke('First', 'a\nb', { accept: 'text/plain' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('v1:a\nv1:b');
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-amzn-invoked-production-variant')).toBe('AllTraffic');

    await server.call('DeleteEndpoint', { EndpointName: 'First' });
    const gone = server.until('DescribeEndpoint', { EndpointName: 'First' }, () => false);
    await expect(gone).rejects.toThrow(
      'Could not find endpoint "arn:aws:sagemaker:us-east-1:111122223333:endpoint/first".',
    );
    expect((await server.invoke('First', 'a')).status).toBe(400);
    const statuses = server.cloud.events
      .filter((event) => event.detailType === 'SageMaker Endpoint State Change')
      .map((event) => event.detail['EndpointStatus']);
    expect(statuses).toEqual(['CREATING', 'IN_SERVICE', 'DELETING']);
  });

  it('shifts by canary to a new configuration under traffic without losing a request', async () => {
    await create('shift');
    const load = traffic('shift');
    await server.call('UpdateEndpoint', {
      EndpointName: 'shift',
      EndpointConfigName: 'v2',
      DeploymentConfig: canary(),
    });
    await expect(server.call('UpdateEndpoint', { EndpointName: 'shift', EndpointConfigName: 'v1' })).rejects.toThrow(
      'ValidationException: Cannot update in-progress endpoint',
    );
    await expect(server.call('DeleteEndpoint', { EndpointName: 'shift' })).rejects.toThrow('in-progress');

    const statusOf = (document: Record<string, unknown>) => JSON.stringify(document['PendingDeploymentSummary'] ?? '');
    const baking = await server.until('DescribeEndpoint', { EndpointName: 'shift' }, (one) =>
      statusOf(one).includes('Baking for 60 seconds (WaitIntervalInSeconds)'),
    );
    expect(baking).toMatchObject({ EndpointStatus: 'Updating', EndpointConfigName: 'v1' });
    const before = new Map(load.seen.versions);
    const done = await inService('shift');
    const seen = await load.stop();

    expect(done).toMatchObject({ EndpointConfigName: 'v2', LastDeploymentConfig: canary() });
    expect(done['PendingDeploymentSummary']).toBeUndefined();
    expect(seen.failed).toBe(0);
    expect(seen.total).toBeGreaterThan(50);
    expect(before.get('v1')).toBeGreaterThan(0);
    expect(seen.versions.get('v2')).toBeGreaterThan(0);
    expect(await (await server.invoke('shift', 'x')).text()).toBe('v2:x');
    await server.call('DeleteEndpoint', { EndpointName: 'shift' });
  });

  it('rolls back when an alarm fires during the bake, and ends InService with the old configuration', async () => {
    await create('guarded');
    server.cloud.alarms.set('errors', 'INSUFFICIENT_DATA');
    await server.call('UpdateEndpoint', {
      EndpointName: 'guarded',
      EndpointConfigName: 'faulty',
      DeploymentConfig: canary(['errors'], 3600),
    });
    await server.until('DescribeEndpoint', { EndpointName: 'guarded' }, (one) =>
      JSON.stringify(one).includes('Baking'),
    );
    const load = traffic('guarded');
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.cloud.alarms.set('errors', 'ALARM');
    const back = await inService('guarded');
    const after = await Promise.all(Array.from({ length: 20 }, () => server.invoke('guarded', 'x')));
    const seen = await load.stop();

    expect(back).toMatchObject({ EndpointConfigName: 'v1', FailureReason: expect.stringContaining('errors') });
    expect(after.every((response) => response.status === 200)).toBe(true);
    expect(seen.failed).toBeGreaterThan(0);
    expect(seen.versions.get('v1')).toBeGreaterThan(0);
    // The metrics of the third dimension tell the fleets apart.
    const errorsOf = (config: string) =>
      server.cloud.metrics
        .filter(
          ({ datum }) =>
            datum.name === 'Invocation5XXErrors' &&
            datum.dimensions['EndpointConfigName'] === config &&
            datum.dimensions['EndpointName'] === 'guarded',
        )
        .flatMap(({ datum }) => datum.values.map((value, index) => value * (datum.counts[index] ?? 0)))
        .reduce((sum, value) => sum + value, 0);
    expect(errorsOf('faulty')).toBeGreaterThan(0);
    expect(errorsOf('v1')).toBe(0);
    await server.call('DeleteEndpoint', { EndpointName: 'guarded' });
  });

  it('rolls back when the role may not read the alarms, and when the new fleet does not start', async () => {
    await create('stuck');
    server.cloud.denied = (action) => action === 'cloudwatch:DescribeAlarms';
    await server.call('UpdateEndpoint', {
      EndpointName: 'stuck',
      EndpointConfigName: 'v2',
      DeploymentConfig: canary(['errors']),
    });
    expect(await inService('stuck')).toMatchObject({
      EndpointConfigName: 'v1',
      FailureReason: expect.stringContaining('AccessDenied'),
    });
    server.cloud.denied = () => false;
    await server.call('UpdateEndpoint', { EndpointName: 'stuck', EndpointConfigName: 'broken' });
    expect(await inService('stuck')).toMatchObject({
      EndpointConfigName: 'v1',
      FailureReason: expect.stringContaining('ping health check'),
    });
    await server.call('DeleteEndpoint', { EndpointName: 'stuck' });
  });

  it('finishes requests under way before the old fleet is ended', async () => {
    await create('drain');
    const slow = server.invoke('drain', 'slow');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.call('UpdateEndpoint', { EndpointName: 'drain', EndpointConfigName: 'v2' });
    await inService('drain');
    expect(await (await slow).text()).toBe('v1:slow');

    const last = server.invoke('drain', 'slow');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.call('DeleteEndpoint', { EndpointName: 'drain' });
    expect((await last).status).toBe(200);
  });

  it('ends Failed when its container does not start, and frees the name when deleted', async () => {
    await server.call('CreateEndpoint', { EndpointName: 'dead', EndpointConfigName: 'broken' });
    const failed = await server.until(
      'DescribeEndpoint',
      { EndpointName: 'dead' },
      (one) => one['EndpointStatus'] === 'Failed',
    );
    expect(failed['FailureReason']).toContain('did not pass the ping health check');
    await expect(server.call('UpdateEndpoint', { EndpointName: 'dead', EndpointConfigName: 'v1' })).rejects.toThrow(
      'Cannot update failed endpoint',
    );
    await server.call('DeleteEndpoint', { EndpointName: 'dead' });
    await create('dead');
    await server.call('DeleteEndpoint', { EndpointName: 'dead' });
  });

  it('starts a model server again that ended by itself', async () => {
    await create('phoenix', 'v1');
    expect((await server.invoke('phoenix', 'crash')).status).toBe(424);
    // The other instance goes on.
    expect((await server.invoke('phoenix', 'x')).status).toBe(200);
    expect((await server.invoke('phoenix', 'crash')).status).toBe(424);
    const deadline = Date.now() + 10_000;
    let status = 0;
    while (status !== 200 && Date.now() < deadline) status = (await server.invoke('phoenix', 'x')).status;
    expect(status).toBe(200);
    await server.call('DeleteEndpoint', { EndpointName: 'phoenix' });
  });
});

describe('an invocation', () => {
  it('is captured with its role, by hour, and a denied capture does not fail it', async () => {
    await create('captured', 'v2');
    await server.invoke('captured', 'a,b', { 'x-amzn-sagemaker-inference-id': 'row-1' });
    await expect.poll(() => [...server.cloud.objects.keys()].find((key) => key.includes('captured'))).toBeDefined();
    const [key, body] = [...server.cloud.objects].find(([name]) => name.includes('captured')) ?? [];
    expect(key).toMatch(
      /^capture\/churn\/v2\/captured\/AllTraffic\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/,
    );
    const record = JSON.parse(String(body)) as Record<string, unknown>;
    expect(record).toMatchObject({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: 'a,b', encoding: 'CSV' },
        endpointOutput: { mode: 'OUTPUT', data: 'v2:a,b', encoding: 'CSV' },
      },
      eventMetadata: {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        inferenceId: 'row-1',
        inferenceTime: expect.stringMatching(/Z$/),
      },
      eventVersion: '0',
    });

    server.cloud.denied = (action) => action === 's3:PutObject';
    expect((await server.invoke('captured', 'c,d')).status).toBe(200);
    await expect.poll(() => server.messages.some((message) => message.includes('data capture'))).toBe(true);
    server.cloud.denied = () => false;
    await server.call('DeleteEndpoint', { EndpointName: 'captured' });
  });

  it('answers errors as InvokeEndpoint does', async () => {
    await create('errors', 'v1');
    const raised = await server.invoke('errors', 'raise');
    expect(raised.status).toBe(424);
    expect(raised.headers.get('x-amzn-errortype')).toBe('ModelError');
    expect(await raised.json()).toMatchObject({
      OriginalStatusCode: 500,
      OriginalMessage: 'it raised',
      message: expect.stringContaining('Received server error (500) from primary with message "it raised"'),
      LogStreamArn: expect.stringContaining('/aws/sagemaker/Endpoints/errors'),
    });
    expect(await (await server.invoke('errors', 'refuse')).json()).toMatchObject({ OriginalStatusCode: 400 });
    expect(await (await server.invoke('nobody', 'x')).json()).toMatchObject({
      message: 'Endpoint nobody of account 111122223333 not found.',
    });
    expect((await server.invoke('errors', 'x', { 'x-amzn-sagemaker-target-variant': 'none' })).status).toBe(400);
    expect((await server.invoke('errors', 'x', { 'x-amzn-sagemaker-target-model': 'm' })).status).toBe(400);
    expect((await server.invoke('errors', 'x'.repeat(6_291_457))).status).toBe(413);

    await expect
      .poll(() =>
        server.cloud.metrics.some(
          ({ namespace, datum }) =>
            namespace === 'AWS/SageMaker' &&
            datum.name === 'Invocation4XXErrors' &&
            datum.dimensions['EndpointName'] === 'errors' &&
            datum.values.includes(1),
        ),
      )
      .toBe(true);
    await server.call('DeleteEndpoint', { EndpointName: 'errors' });
  });
});
