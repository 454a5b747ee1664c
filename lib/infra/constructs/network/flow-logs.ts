/** Who spoke with whom in the network of the containers, for as long as other logs are kept. Billed by volume. */
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnFlowLog } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface FlowLogsProps {
  readonly vpcId: string;
  readonly logRetentionDays: number;
}

export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpcId, logRetentionDays }: FlowLogsProps) {
    super(scope, id);
    const group = new LogGroup(this, 'Log', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { account } = Stack.of(this);
    const arn = (suffix: string): string =>
      Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `${group.logGroupName}${suffix}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      inlinePolicies: {
        needs: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['logs:DescribeLogStreams'], resources: [arn(':*')] }),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [arn(':log-stream:*')],
            }),
          ],
          minimize: false,
        }),
      },
    });
    new CfnFlowLog(this, 'OfVpc', {
      resourceId: vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: group.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
