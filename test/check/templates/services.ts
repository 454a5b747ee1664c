/**
 * Every type of resource was looked at: what it costs when nobody uses it, and whether a new account may still have it.
 * A type that is not in the table is a finding, so that the next one is looked at too.
 */
import { type CloudRule, findingsOf } from '../cloud/rule.ts';

/** What a month costs when idle, in words; all of them nothing, or next to it. */
const IDLE: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'by the request',
  'AWS::ApiGatewayV2::Integration': 'part of the API',
  'AWS::ApiGatewayV2::Route': 'part of the API',
  'AWS::ApiGatewayV2::Stage': 'part of the API',
  'AWS::CloudFormation::WaitConditionHandle': 'nothing',
  'AWS::CloudWatch::Alarm': '10 cents each, the first ten free',
  'AWS::DynamoDB::Table': 'storage (on demand; anything else is a finding)',
  'AWS::EC2::NetworkAcl': 'nothing',
  'AWS::EC2::Route': 'nothing',
  'AWS::EC2::RouteTable': 'nothing',
  'AWS::EC2::SecurityGroup': 'nothing',
  'AWS::EC2::SecurityGroupEgress': 'nothing',
  'AWS::EC2::SecurityGroupIngress': 'nothing',
  'AWS::EC2::Subnet': 'nothing',
  'AWS::EC2::SubnetRouteTableAssociation': 'nothing',
  'AWS::EC2::VPC': 'nothing',
  'AWS::Events::Rule': 'by the event',
  'AWS::IAM::ManagedPolicy': 'nothing',
  'AWS::IAM::Role': 'nothing',
  'AWS::Lambda::EventInvokeConfig': 'nothing',
  'AWS::Lambda::EventSourceMapping':
    'polling of SQS: about 650,000 requests a month each, 26 cents, of which the free tier covers one and a half',
  'AWS::Lambda::Function': 'by the call',
  'AWS::Lambda::Permission': 'nothing',
  'AWS::Logs::LogGroup': 'storage',
  'AWS::S3::Bucket': 'storage',
  'AWS::S3::BucketPolicy': 'nothing',
  'AWS::SNS::Subscription': 'by the message',
  'AWS::SNS::Topic': 'by the message',
  'AWS::SNS::TopicPolicy': 'nothing',
  'AWS::SQS::Queue': 'by the message',
  'AWS::SQS::QueuePolicy': 'nothing',
  'AWS::SSM::Parameter': 'nothing (standard tier)',
  'AWS::StepFunctions::StateMachine': 'by the transition',
  'Custom::DeletionGuard': 'a call of its function when a stack is made or deleted',
};

/** Closed to new customers, with what to use instead (AWS's own pages on availability changes). */
const CLOSED: readonly (readonly [type: RegExp, instead: string])[] = [
  [
    /^AWS::SageMaker::(MonitoringSchedule|DataQualityJobDefinition|Model(Quality|Bias|Explainability)\w+)$/,
    'our monitors',
  ],
  [/^AWS::CodeCommit::/, 'another Git host'],
  [
    /^AWS::(Cloud9|DataPipeline|QLDB|Lookout\w+|Timestream::Database|RoboMaker|CodeStar|Forecast|Evidently)\b/,
    'another service',
  ],
];

const say = findingsOf('services');

export const services: CloudRule = {
  id: 'services',
  find: (cloud, { stated }) =>
    Object.entries(cloud.templates).flatMap(([part, { Resources }]) =>
      Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
        const closed = CLOSED.find(([type]) => type.test(Type));
        if (closed) return [say({ part, id }, `${Type} is closed to new customers`, `use ${closed[1]}`)];
        if (Type === 'AWS::EC2::VPCEndpoint' && Properties['VpcEndpointType'] !== 'Interface') return [];
        if (Type in IDLE)
          return provisioned(Type, Properties).map((what) => say({ part, id }, what, 'leave it on demand'));
        if (stated.includes(Type)) return [];
        return [
          say(
            { part, id },
            `nobody has said what ${Type} costs when idle`,
            'leave it out; or add it to the table, or to what its configuration states with its price',
          ),
        ];
      }),
    ),
};

/** Properties that are paid for by the hour. */
const provisioned = (type: string, properties: Readonly<Record<string, unknown>>): string[] => [
  ...(type === 'AWS::DynamoDB::Table' && properties['BillingMode'] !== 'PAY_PER_REQUEST'
    ? ['its capacity is paid for by the hour']
    : []),
  ...('ProvisionedConcurrencyConfig' in properties ? ['its instances are kept warm and paid for'] : []),
  ...(type === 'AWS::SSM::Parameter' && properties['Tier'] === 'Advanced'
    ? ['an advanced parameter costs 5 cents']
    : []),
  ...(type === 'AWS::ApiGatewayV2::Api' && properties['ProtocolType'] !== 'HTTP' ? ['is no HTTP API'] : []),
];
