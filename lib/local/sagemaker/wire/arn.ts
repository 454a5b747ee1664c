export interface Scope {
  readonly account: string;
  readonly region: string;
}

export type ResourceKind = 'training-job' | 'transform-job' | 'model' | 'endpoint-config' | 'endpoint';

/** SageMaker lower-cases the name in ARNs and keeps its case in Name members. */
export function arnOf(scope: Scope, kind: ResourceKind, name: string): string {
  return `arn:${partitionOf(scope.region)}:sagemaker:${scope.region}:${scope.account}:${kind}/${name.toLowerCase()}`;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
