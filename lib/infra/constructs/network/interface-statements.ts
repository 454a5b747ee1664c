/** What SageMaker needs of a job's role to put network interfaces into given subnets: AWS's list, narrowed to them. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { JobNetwork } from './job-network.ts';

export function interfaceStatements(scope: Construct, network: JobNetwork | undefined): PolicyStatement[] {
  if (!network) return [];
  const ec2 = (resource: string, resourceName: string): string =>
    Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName });
  const subnets = network.subnets.map((id) => ec2('subnet', id));
  const interfaces = ec2('network-interface', '*');
  return [
    new PolicyStatement({
      actions: ['ec2:CreateNetworkInterface'],
      resources: [...subnets, ...network.securityGroups.map((id) => ec2('security-group', id)), interfaces],
    }),
    new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterfacePermission',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteNetworkInterfacePermission',
      ],
      resources: [interfaces],
      conditions: { ArnEquals: { 'ec2:Subnet': subnets } },
    }),
    // Describing knows no resources.
    new PolicyStatement({
      actions: [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ];
}
