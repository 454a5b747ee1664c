/**
 * What cdk-nag finds and we keep, each with its reason. A finding that none of these explains fails the check, and so does
 * one of these that explains nothing in any configuration.
 */
export interface Acknowledgement {
  /** The finding's id, without account, region and partition (see `plain` in match.ts). */
  readonly id: RegExp;
  /** Paths of the constructs it holds for. */
  readonly on: RegExp;
  readonly reason: string;
}

const everywhere = /^/;

export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: /^AwsSolutions-S1$/,
    on: /^storage\/Buckets\/(Data|Artifacts|Capture)\/Resource$/,
    reason:
      'access logs need a bucket of their own that nobody reads; who wants them turns on data events of CloudTrail',
  },
  {
    id: /^AwsSolutions-SF1$/,
    on: /\/Workflow\/StateMachine$/,
    reason: 'the console keeps the history of each execution for 90 days; the log is for faults and holds no payloads',
  },
  {
    id: /^(AwsSolutions-SF2|Serverless-StepFunctionStateMachineXray)$/,
    on: /\/Workflow\/StateMachine$/,
    reason: 'an execution is its own trace; X-Ray would bill each one and show the same steps',
  },
  {
    id: /^Serverless-LambdaTracing$/,
    on: everywhere,
    reason: 'every line of a log names model, run or release; X-Ray would bill each call and needs rights of its own',
  },
  {
    id: /^Serverless-LambdaDLQ$/,
    on: everywhere,
    reason:
      'called by the API, a workflow or a queue, which see the fault themselves; the one that is invoked asynchronously has an OnFailure destination, which carries more (rule dead-letters)',
  },
  {
    id: /^Serverless-LambdaEventSourceMappingDestination$/,
    on: /\/Trigger\/Mapping$/,
    reason: 'Lambda takes no destination for a queue; the redrive policy of the queue does it (rule dead-letters)',
  },
  {
    id: /^Serverless-SQSRedrivePolicy$/,
    on: /^storage\/DeadLetters\/Queue\/Resource$/,
    reason: 'it is the dead-letter queue',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::<Buckets(Data|Artifacts)\w+\.Arn>\/\*\/(uploads|labels|kept-labels|code|datasets|runs|reports)\/.*\]$/,
    on: /Role\/Resource$|^training\/Roles\/(Training|Serving)\/Resource$|^release\/Personas\/\w+\/Resource$/,
    reason: 'names of models, uploads and runs come at run time; the right ends at the folder or the file of its kind',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::<BucketsArtifacts\w+\.Arn>\/_ranges\/\*\]$/,
    on: /^training\/Functions\/Training(Check|Range)Role\/Resource$/,
    reason: 'what ranges of an upload come to lies there for three days, and nothing else; runs are made at run time',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::<BucketsArtifacts\w+\.Arn>\/_answers\/\*\]$/,
    on: /^monitoring\/Performance\/MonitoringPerformanceRole\/Resource$/,
    reason: 'the kept answers of every model lie there, and nothing else; configurations are made at run time',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::<BucketsCapture\w+\.Arn>\/\*\]$/,
    on: /^training\/Roles\/Serving\/Resource$|^monitoring\/(Drift\/Functions\/MonitoringDriftRole|Performance\/MonitoringPerformanceRole)\/Resource$|^release\/.*ApiPerformanceRole\/Resource$/,
    reason: 'the bucket holds live requests of every model and nothing else; one writes them, three read them',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::<BucketsCapture\w+\.Arn>\/\*\/\*\.drill\/\*\]$/,
    on: /^monitoring\/Drills\/MonitoringDrillRole\/Resource$/,
    reason: 'requests that a drill makes up: no stage has a dot in its name, so no live request is there',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:logs:log-group:<\w+Logs\w+>:(log-stream:)?\*\]$/,
    on: /Role\/Resource$/,
    reason: "the service names the streams; the group is the function's or the network's own",
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:ec2:network-interface\/\*\]$/,
    on: /^training\/Roles\/(Training|Serving)\/Resource$/,
    reason: 'SageMaker makes the interfaces of a job when it starts; the subnets and the group are named',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:logs:log-group:\/aws\/sagemaker\/(TrainingJobs|TransformJobs|Endpoints\/<platform>-\*)(:log-stream:(<platform>-)?\*|:\*)\]$/,
    on: /^training\/Roles\/(Training|Serving)\/Resource$|^release\/Personas\/(DataScientist|Operator)\/Resource$/,
    reason: 'SageMaker names groups and streams after jobs and endpoints, which are made at run time',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:(sagemaker:(training-job|transform-job|model|endpoint|endpoint-config)\/|cloudwatch:alarm:)<platform>-\*\]$/,
    on: everywhere,
    reason: 'workflows make jobs, models, endpoints and alarms at run time; all their names begin with the platform',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:states:execution:<platform>-(training|release):\*\]$/,
    on: everywhere,
    reason: 'executions are made at run time; the machine is named',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:states:execution:<platform>-training\/\*\]$/,
    on: /^training\/Workflow\/Role\/Resource$/,
    reason: 'children of a Distributed Map are executions made at run time; the machine is named',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:execute-api:<HttpApi\w+>\/\$default\/(GET|PUT|POST)\/v1\/.*\]$/,
    on: /^release\/Personas\/\w+\/Resource$/,
    reason: 'a route of the table: names of models and stages are its parameters',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:ssm:parameter\/<platform>\/\*\]$/,
    on: /^release\/Personas\/\w+\/Resource$/,
    reason: 'the parameters of this platform, all of them: where its parts are',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    on: /^(training|release)\/Workflow\/Role\/Resource$/,
    reason: 'the delivery of logs, which AWS asks of every machine that logs, knows no resources',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    on: /^training\/Roles\/(Training|Serving)\/Resource$/,
    reason:
      'a token of ECR and metrics know no resource; pulling is limited to one repository, metrics to one namespace (rule narrow-rights)',
  },
  {
    id: /^(AwsSolutions-IAM5\[Resource::\*\]|Serverless-LambdaStarPermissions)$/,
    on: /^release\/Functions\/Release(Watch|Conclude)Role\/Resource$|^monitoring\/(Drift\/Functions\/MonitoringDriftRole|Performance\/MonitoringPerformanceRole|ExecutionEnds\/MonitoringExecutionsRole)\/Resource$/,
    reason: 'reading and writing metrics knows no resource; writing is limited to a namespace (rule narrow-rights)',
  },
];
