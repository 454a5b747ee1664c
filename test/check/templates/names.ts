/** Names that we choose fit what the service allows; what is retained has none. */
import { type CloudRule, findingsOf } from '../cloud/rule.ts';

/** Type, property, most characters, allowed ones; from each service's API reference. */
const NAMES: readonly (readonly [type: string, property: string, most: number, pattern: RegExp])[] = [
  ['AWS::Lambda::Function', 'FunctionName', 64, /^[\w-]+$/],
  ['AWS::IAM::Role', 'RoleName', 64, /^[\w+=,.@-]+$/],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName', 128, /^[\w+=,.@-]+$/],
  ['AWS::SQS::Queue', 'QueueName', 80, /^[\w-]+(\.fifo)?$/],
  ['AWS::SNS::Topic', 'TopicName', 256, /^[\w-]+(\.fifo)?$/],
  ['AWS::SNS::Topic', 'DisplayName', 100, /^[^\n]+$/],
  ['AWS::Events::Rule', 'Name', 64, /^[.\w-]+$/],
  ['AWS::CloudWatch::Alarm', 'AlarmName', 255, /^[ -~]+$/],
  ['AWS::StepFunctions::StateMachine', 'StateMachineName', 80, /^[\w-]+$/],
  ['AWS::Logs::LogGroup', 'LogGroupName', 512, /^[.\-_/#A-Za-z0-9]+$/],
  ['AWS::SSM::Parameter', 'Name', 1011, /^[.\-_/A-Za-z0-9]+$/],
  ['AWS::ApiGatewayV2::Api', 'Name', 128, /^.+$/],
  ['AWS::S3::Bucket', 'BucketName', 63, /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/],
  ['AWS::DynamoDB::Table', 'TableName', 255, /^[.\w-]+$/],
];
const RETAINED = new Set(['AWS::S3::Bucket', 'AWS::DynamoDB::Table']);
const say = findingsOf('names');

export const names: CloudRule = {
  id: 'names',
  find: (cloud) =>
    NAMES.flatMap(([type, property, most, pattern]) =>
      cloud.all(type).flatMap((resource) => {
        const value = resource.Properties[property];
        if (value === undefined) return [];
        const text = cloud.text(value);
        return [
          ...(text.length > most
            ? [say(resource, `${property} has ${text.length} characters`, `at most ${most}`)]
            : []),
          ...(pattern.test(text)
            ? []
            : [say(resource, `${property} ${text} has characters AWS refuses`, String(pattern))]),
          ...(RETAINED.has(type)
            ? [say(resource, `a retained resource named ${text} blocks the next deployment`, 'give it no name')]
            : []),
        ];
      }),
    ),
};
