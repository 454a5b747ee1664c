/** What outlives everything else, and all that stacks share: buckets, tables, the post (topic, queues others send to). */
import { Aws } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { defaultBus, platformAlarms, platformEndpoints } from '../config/arns.ts';
import type { Settings } from '../config/props.ts';
import { guardDeletion } from '../constructs/deletion/deletion-guard.ts';
import { GuardFunction } from '../constructs/deletion/guard-function.ts';
import { contractOf } from '../constructs/functions/function-set.ts';
import type { Offer } from '../constructs/functions/offer.ts';
import { DeadLetters } from '../constructs/messaging/dead-letters.ts';
import { Notifications } from '../constructs/messaging/notifications.ts';
import { WorkQueue } from '../constructs/messaging/work-queue.ts';
import { Published } from '../constructs/outputs/published.ts';
import { Buckets } from '../constructs/storage/buckets.ts';
import { REGISTRY_INDEX, Tables } from '../constructs/storage/tables.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export class StorageStack extends PlatformStack {
  readonly buckets: Buckets;
  readonly tables: Tables;
  readonly deadLetters: Queue;
  readonly topicArn: string;
  /** Windows of live traffic to be compared: from the schedule, and from people. */
  readonly driftQueue: Queue;
  /** Drills to begin or to look at. */
  readonly drillQueue: Queue;
  /** The function that says whether a stack may be deleted. */
  readonly guardArn: string;
  readonly #settings: Settings;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'storage', 'data, registry, notifications', props);
    const { name: platform, retainData: retain, uploadExpiryDays, captureExpiryDays, subscribers } = props.settings;
    this.#settings = props.settings;
    this.buckets = new Buckets(this, 'Buckets', { retain, uploadExpiryDays, captureExpiryDays });
    this.tables = new Tables(this, 'Tables', { retain });
    this.deadLetters = new DeadLetters(this, 'DeadLetters', { platform }).queue;
    this.topicArn = new Notifications(this, 'Notifications', {
      platform,
      subscribers,
      deadLetters: this.deadLetters,
    }).topicArn;
    this.driftQueue = new WorkQueue(this, 'Drift', {
      consumer: contractOf('monitoring-drift'),
      deadLetters: this.deadLetters,
    }).queue;
    this.drillQueue = new WorkQueue(this, 'Drill', {
      consumer: contractOf('monitoring-drill'),
      deadLetters: this.deadLetters,
    }).queue;

    new Published(this, 'Published', {
      platform,
      values: {
        'data-bucket': this.buckets.data.bucketName,
        'artifact-bucket': this.buckets.artifacts.bucketName,
        'capture-bucket': this.buckets.capture.bucketName,
        'registry-table': this.tables.registry.tableName,
        'events-table': this.tables.events.tableName,
        'notifications-topic': this.topicArn,
        'dead-letter-queue': this.deadLetters.queueUrl,
        'drift-queue': this.driftQueue.queueUrl,
        'drill-queue': this.drillQueue.queueUrl,
      },
    });
    const offer = this.offerTo(this);
    this.guardArn = new GuardFunction(this, 'Guard', {
      deadLetters: this.deadLetters,
      bundles: props.bundles,
      offer,
    }).arn;
    guardDeletion(this, this.guardArn);
  }

  /** What every function may ask for, as seen from the stack of `scope`. */
  offerTo(scope: Construct): Offer {
    const { name: platform, policy, sessionNameRoles, logRetentionDays } = this.#settings;
    const { data, artifacts, capture } = this.buckets;
    const { registry, events } = this.tables;
    return {
      logRetentionDays,
      arns: {
        'registry-table': registry.tableArn,
        'registry-index': `${registry.tableArn}/index/${REGISTRY_INDEX}`,
        'events-table': events.tableArn,
        'data-bucket': data.bucketArn,
        'data-objects': data.bucketArn,
        'artifact-bucket': artifacts.bucketArn,
        'artifact-objects': artifacts.bucketArn,
        'capture-bucket': capture.bucketArn,
        'capture-objects': capture.bucketArn,
        'notifications-topic': this.topicArn,
        'drift-queue': this.driftQueue.queueArn,
        'drill-queue': this.drillQueue.queueArn,
        'event-bus': defaultBus(scope),
        'platform-endpoints': platformEndpoints(scope, platform),
        'platform-alarms': platformAlarms(scope, platform),
        any: '*',
      },
      env: {
        PLATFORM: platform,
        ACCOUNT: Aws.ACCOUNT_ID,
        REGION: Aws.REGION,
        REGISTRY_TABLE: registry.tableName,
        EVENTS_TABLE: events.tableName,
        DATA_BUCKET: data.bucketName,
        ARTIFACT_BUCKET: artifacts.bucketName,
        CAPTURE_BUCKET: capture.bucketName,
        NOTIFICATIONS_TOPIC: this.topicArn,
        DRIFT_QUEUE_URL: this.driftQueue.queueUrl,
        DRILL_QUEUE_URL: this.drillQueue.queueUrl,
        POLICY: JSON.stringify(policy),
        SESSION_NAME_ROLES: sessionNameRoles.join(','),
      },
    };
  }
}
