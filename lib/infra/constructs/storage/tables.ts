/** The registry and its event log. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

const KEYS = {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
};
/** Sparse: models and live stages, in shards. */
export const REGISTRY_INDEX = 'gsi1';

export interface TablesProps {
  readonly retain: boolean;
}

export class Tables extends Construct {
  /** Models, runs, versions, stages, releases. */
  readonly registry: Table;
  /** The hash-chained events; written once, never changed. */
  readonly events: Table;

  constructor(scope: Construct, id: string, { retain }: TablesProps) {
    super(scope, id);
    const common = {
      ...KEYS,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retain,
      encryption: TableEncryption.DEFAULT,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    this.registry = new Table(this, 'Registry', { ...common, timeToLiveAttribute: 'ttl' });
    this.registry.addGlobalSecondaryIndex({
      indexName: REGISTRY_INDEX,
      partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.events = new Table(this, 'Events', common);
  }
}
