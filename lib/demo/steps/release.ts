/** Ask for a release and watch it; what serves afterwards is asked of the registry and of SageMaker, not of the release. */
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { requestRelease, watchRelease } from '../../cli/commands/promote.ts';
import { endText, progressText, type Release } from '../../cli/release/text.ts';
import { StageView } from '../../core/contracts/api.ts';
import { endpointName } from '../../core/contracts/names.ts';
import type { Demo } from '../demo.ts';
import { expectEqual, expectThat } from '../expect.ts';
import { MODEL } from '../manifest.ts';

export const endpointOf = ({ session }: Demo, stage: string): string => endpointName(session.platform, MODEL, stage);

export async function release(
  { session, narrator }: Demo,
  stage: string,
  wanted: { version: number } | { rollbackTo: number },
  onChange?: (release: Release) => void,
): Promise<Release> {
  narrator.command(
    'version' in wanted
      ? `sluice promote ${MODEL} ${wanted.version} --stage ${stage} --watch`
      : `sluice rollback ${MODEL} --stage ${stage} --to ${wanted.rollbackTo} --watch`,
  );
  const asked = await requestRelease(session, MODEL, stage, wanted);
  return watchRelease(session, asked, {
    timeoutSeconds: 180,
    onChange: (seen) => {
      if (seen.progress) narrator.step(progressText(seen));
      onChange?.(seen);
    },
  });
}

/** Proves what serves a stage: the registry's word and SageMaker's must agree. */
export async function expectServing(demo: Demo, stage: string, version: number): Promise<string> {
  const { session } = demo;
  const answer = await session.api('Operator')({ method: 'GET', path: `/models/${MODEL}/stages/${stage}` });
  const { serving, release: underWay } = StageView.parse(answer.body);
  expectEqual(`the version that ${stage} serves`, version, serving?.version);
  expectEqual(`a release of ${stage} under way`, undefined, underWay);
  const described = await new SageMakerClient(session.admin).send(
    new DescribeEndpointCommand({ EndpointName: endpointOf(demo, stage) }),
  );
  expectEqual(`the endpoint of ${stage}`, 'InService', described.EndpointStatus);
  expectEqual(`the configuration of the endpoint of ${stage}`, serving?.configuration, described.EndpointConfigName);
  return serving?.configuration ?? '';
}

export async function expectLive(demo: Demo, ended: Release): Promise<void> {
  expectThat(`the release of v${ended.version}`, ended.state === 'live', 'live', endText(ended));
  await expectServing(demo, ended.stage, ended.version);
  demo.narrator.ok(endText(ended));
}
