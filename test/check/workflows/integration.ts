/** How Step Functions calls a service: `arn:<partition>:states:::[aws-sdk:]<service>:<operation>[.<pattern>]`. */
export interface Integration {
  readonly sdk: boolean;
  readonly service: string;
  /** In camel case. */
  readonly operation: string;
  readonly pattern: string;
}

export function parseIntegration(resource: string): Integration | undefined {
  const found = /^arn:[^:]+:states:::(aws-sdk:)?([a-z0-9-]+):(\w+)(?:\.([\w:]+))?$/.exec(resource);
  if (!found) return undefined;
  const [, sdk, service = '', operation = '', pattern = ''] = found;
  return { sdk: sdk !== undefined, service, operation, pattern };
}

/** Optimised integrations, with their patterns (Developer Guide, Integrating services). */
export const OPTIMISED: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['', 'waitForTaskToken'],
  'events:putEvents': ['', 'waitForTaskToken'],
  'sqs:sendMessage': ['', 'waitForTaskToken'],
  'sns:publish': ['', 'waitForTaskToken'],
  'states:startExecution': ['', 'sync', 'sync:2', 'waitForTaskToken'],
  'dynamodb:getItem': [''],
  'dynamodb:putItem': [''],
  'dynamodb:updateItem': [''],
  'dynamodb:deleteItem': [''],
  'sagemaker:createTrainingJob': ['', 'sync'],
  'sagemaker:createTransformJob': ['', 'sync'],
  'sagemaker:createProcessingJob': ['', 'sync'],
  'sagemaker:createHyperParameterTuningJob': ['', 'sync'],
  'sagemaker:createLabelingJob': ['', 'sync'],
  'sagemaker:createModel': [''],
  'sagemaker:createEndpointConfig': [''],
  'sagemaker:createEndpoint': [''],
  'sagemaker:updateEndpoint': [''],
};

/** `describeEndpoint` as its API and its IAM action write it. */
export const pascal = (operation: string): string => operation.charAt(0).toUpperCase() + operation.slice(1);
