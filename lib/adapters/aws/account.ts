/** What a person's tools look at in an account before and while a platform lives there. */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  paginateListEndpoints,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { type Access, credentialsOf } from './access.ts';
import { type Quota, readQuotas } from './quotas.ts';
import { systemBackoff } from './system.ts';

export interface Subscription {
  protocol: string;
  endpoint: string;
  confirmed: boolean;
}

export interface LiveEndpoint {
  name: string;
  status: string;
  /** As they run now; both fleets while an update is under way. */
  instances: { type: string; count: number }[];
}

export interface Account {
  /** Version of the CDK's bootstrap stack; undefined where there is none. */
  bootstrapVersion(): Promise<number | undefined>;
  /** SageMaker's quotas by their names; what AWS does not know is missing. */
  quotas(names: ReadonlySet<string>): Promise<Map<string, Quota>>;
  subscriptions(topicArn: string): Promise<Subscription[]>;
  /** Endpoints whose names begin with the platform's. */
  endpoints(platform: string): Promise<LiveEndpoint[]>;
  /** AWS's clock. */
  time(): Promise<Date>;
}

/** The CDK's default qualifier. */
const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';

export function accountOf(access: Access & { region: string }): Account {
  const config = { ...access };
  return {
    bootstrapVersion: async () => {
      try {
        const { Parameter } = await new SSMClient(config).send(new GetParameterCommand({ Name: BOOTSTRAP }));
        return Number(Parameter?.Value);
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
    quotas: (names) =>
      readQuotas(
        { region: access.region, credentials: credentialsOf(access), backoff: systemBackoff },
        'sagemaker',
        names,
      ),
    subscriptions: async (TopicArn) => {
      const found: Subscription[] = [];
      for await (const page of paginateListSubscriptionsByTopic({ client: new SNSClient(config) }, { TopicArn })) {
        for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
          found.push({ protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
      }
      return found;
    },
    endpoints: (platform) => endpointsOf(new SageMakerClient(config), platform),
    time: async () => serverTime(access),
  };
}

async function endpointsOf(client: SageMakerClient, platform: string): Promise<LiveEndpoint[]> {
  const found: LiveEndpoint[] = [];
  for await (const page of paginateListEndpoints({ client }, { NameContains: platform })) {
    for (const { EndpointName = '' } of page.Endpoints ?? [])
      if (EndpointName.startsWith(`${platform}-`)) found.push(await endpointOf(client, EndpointName));
  }
  return found;
}

/** The configuration knows the type, the endpoint how many there are now. */
async function endpointOf(client: SageMakerClient, EndpointName: string): Promise<LiveEndpoint> {
  const endpoint = await client.send(new DescribeEndpointCommand({ EndpointName }));
  const { EndpointConfigName, EndpointStatus = '', ProductionVariants = [] } = endpoint;
  const config = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const instances = (config.ProductionVariants ?? []).map(
    ({ VariantName, InstanceType = '', InitialInstanceCount = 0 }) => ({
      type: InstanceType,
      count:
        ProductionVariants.find((variant) => variant.VariantName === VariantName)?.CurrentInstanceCount ??
        InitialInstanceCount,
    }),
  );
  return { name: EndpointName, status: EndpointStatus, instances };
}

/** From the head of an answer that needs no rights. */
async function serverTime({ region, endpoint }: Access): Promise<Date> {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const response = await fetch(endpoint ?? `https://sts.${region}.${suffix}/`, { method: 'HEAD' });
  const date = response.headers.get('date');
  if (date === null) throw new Error('the answer of AWS has no Date');
  return new Date(date);
}
