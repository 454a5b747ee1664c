/**
 * Where SageMaker puts the network interfaces of training, scoring and serving containers, when they shall not be in its
 * own network. Containers are isolated and reach nothing; what flows is what SageMaker downloads and uploads for them,
 * which is S3 and only S3 (images and logs take SageMaker's own way). So the whole network is subnets and one gateway
 * endpoint, which cost nothing: no NAT, no interface endpoint.
 */
import { Fn, Stack } from 'aws-cdk-lib';
import {
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { OwnNetwork } from '../../config/props.ts';
import { FlowLogs } from './flow-logs.ts';
import { S3Gateway } from './s3-gateway.ts';

/** Not connected to any other network, so any private range does. Two addresses an instance: some 120 instances a zone. */
const RANGE = '10.0.0.0/23';
const ZONE_RANGES = ['10.0.0.0/24', '10.0.1.0/24'];

/** Ids, as SageMaker takes them. */
export interface JobNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface MadeNetworkProps {
  readonly platform: string;
  readonly logRetentionDays: number;
  /** Buckets that may be reached: ARNs. Everything else of S3 may not. */
  readonly bucketArns: readonly string[];
}

/** @returns the network of these settings; undefined: SageMaker's own */
export function jobNetwork(
  scope: Construct,
  { vpc, ...props }: MadeNetworkProps & { vpc: 'create' | OwnNetwork | undefined },
): JobNetwork | undefined {
  if (vpc === 'create') return new MadeNetwork(scope, 'Network', props);
  return vpc && { subnets: vpc.subnetIds, securityGroups: vpc.securityGroupIds };
}

/** Resources of the lowest level: the Vpc of the CDK looks zones up, and brings a function of its own for the default group. */
class MadeNetwork extends Construct implements JobNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];

  constructor(scope: Construct, id: string, { platform, logRetentionDays, bucketArns }: MadeNetworkProps) {
    super(scope, id);
    const tags = [{ key: 'Name', value: `${platform}-jobs` }];
    const { ref: vpcId } = new CfnVPC(this, 'Vpc', {
      cidrBlock: RANGE,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags,
    });
    const { ref: routeTableId } = new CfnRouteTable(this, 'Routes', { vpcId, tags });
    this.subnets = ZONE_RANGES.map((cidrBlock, zone) => {
      const { ref: subnetId } = new CfnSubnet(this, `Subnet${zone + 1}`, {
        vpcId,
        cidrBlock,
        availabilityZone: Fn.select(zone, Fn.getAzs()),
        mapPublicIpOnLaunch: false,
        tags,
      });
      new CfnSubnetRouteTableAssociation(this, `Subnet${zone + 1}Routes`, { subnetId, routeTableId });
      return subnetId;
    });
    const group = new CfnSecurityGroup(this, 'Group', {
      vpcId,
      groupDescription: `Containers of Sluice ${platform}: nothing comes in, HTTPS goes out (there is a route to S3 only)`,
      securityGroupEgress: [
        {
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrIp: '0.0.0.0/0',
          description: 'S3 by its gateway endpoint',
        },
      ],
      tags,
    });
    this.securityGroups = [group.attrGroupId];
    new S3Gateway(this, 'S3', { vpcId, routeTableId, bucketArns, region: Stack.of(this).region });
    new FlowLogs(this, 'FlowLogs', { vpcId, logRetentionDays });
  }
}
