/** Another LocalStack-compatible endpoint that stands behind a local cloud. */
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { InstanceRecord } from '../instances/record.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../settings.ts';

export class EndpointUnfit extends Error {
  override readonly name = 'EndpointUnfit';
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

/**
 * The endpoint that is meant: of `--endpoint`, else of AWS_ENDPOINT_URL. The variable is often that of a local cloud of
 * ours (`eval "$(sluice local env)"`): then nothing else is meant.
 *
 * @throws EndpointUnfit for an address that cannot stand behind a local cloud
 */
export function chosenEndpoint(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  running: readonly InstanceRecord[],
): string | undefined {
  const text = given ?? environment['AWS_ENDPOINT_URL'];
  if (text === undefined || text === '') return undefined;
  const mend = given === undefined ? 'unset AWS_ENDPOINT_URL' : 'sluice local up --endpoint http://127.0.0.1:<port>';
  const url = URL.parse(text);
  if (url?.protocol !== 'http:') throw new EndpointUnfit(`${text} is no http address of an emulator`, mend);
  if (/(^|\.)amazonaws\.com(\.cn)?$/.test(url.hostname))
    throw new EndpointUnfit(`${text} is AWS itself, not an emulator`, mend);
  const ours = running.find(({ port }) => url.port === String(port) && /^(127\.0\.0\.1|localhost)$/.test(url.hostname));
  if (!ours) return url.origin;
  if (given === undefined) return undefined;
  throw new EndpointUnfit(`${text} is the local cloud "${ours.name}", which has a SageMaker of its own`, mend);
}

/** @throws EndpointUnfit when it does not answer, has another account than the templates are made for, or a SageMaker */
export async function checkEndpoint(endpoint: string): Promise<void> {
  const config = {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const { Account } = await new STSClient(config).send(new GetCallerIdentityCommand({})).catch((cause: Error) => {
    const mend = 'start it, or unset AWS_ENDPOINT_URL';
    throw new EndpointUnfit(`${endpoint} does not answer as STS does: ${cause.message || cause.name}`, mend);
  });
  if (Account !== LOCAL_ACCOUNT)
    throw new EndpointUnfit(
      `${endpoint} has the account ${Account}, not ${LOCAL_ACCOUNT}`,
      'start it with that account',
    );
  const hasSageMaker = await new SageMakerClient(config).send(new ListModelsCommand({})).then(
    () => true,
    () => false,
  );
  if (!hasSageMaker) return;
  const mend = 'unset AWS_ENDPOINT_URL, or sluice local down where it was started';
  throw new EndpointUnfit(`${endpoint} has a SageMaker of its own: it is another local cloud`, mend);
}
