/** The one way out: S3, by a gateway endpoint, which costs nothing. Its policy lets through to the platform's buckets only. */

import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface S3GatewayProps {
  readonly vpcId: string;
  readonly routeTableId: string;
  readonly region: string;
  readonly bucketArns: readonly string[];
}

export class S3Gateway extends Construct {
  constructor(scope: Construct, id: string, { vpcId, routeTableId, region, bucketArns }: S3GatewayProps) {
    super(scope, id);
    new CfnVPCEndpoint(this, 'Endpoint', {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: [routeTableId],
      // Narrows where, not who: who may do what is said by the roles of the jobs.
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new AnyPrincipal()],
            actions: ['s3:ListBucket'],
            resources: [...bucketArns],
          }),
          new PolicyStatement({
            principals: [new AnyPrincipal()],
            actions: ['s3:GetObject', 's3:PutObject'],
            resources: bucketArns.map((arn) => `${arn}/*`),
          }),
        ],
      }),
    });
  }
}
