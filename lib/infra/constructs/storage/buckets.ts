/** The three buckets. None has a name of its own: a retained bucket must not block the next deployment. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ANSWERS_PREFIX, RANGES_PREFIX } from '../../../core/contracts/locations.ts';

/** Parts of a multipart upload that nobody completed: a week is longer than any upload takes. */
const ABORT_PARTS_AFTER = Duration.days(7);
/** What a check in ranges leaves behind: longer than an execution of training may take. */
const EXPIRE_RANGES_AFTER = Duration.days(3);
/** Answers are kept for labels that come late, for as long as these count. */
const EXPIRE_ANSWERS_AFTER = Duration.days(101);
/** An overwritten or deleted upload can be brought back for a month. */
const NONCURRENT_UPLOAD_DAYS = 30;

export interface BucketsProps {
  readonly retain: boolean;
  readonly uploadExpiryDays: number | undefined;
  readonly captureExpiryDays: number;
}

export class Buckets extends Construct {
  /** Raw uploads, `<model>/uploads/...`; tells EventBridge of every object. */
  readonly data: Bucket;
  /** Datasets, model artefacts, scores, reports, which the registry cleans up; a lifecycle rule only what a check leaves between its passes. */
  readonly artifacts: Bucket;
  /** Requests and answers that SageMaker captured. */
  readonly capture: Bucket;

  constructor(scope: Construct, id: string, props: BucketsProps) {
    super(scope, id);
    const bucket = (name: string, versioned: boolean, lifecycleRules: LifecycleRule[]) =>
      new Bucket(this, name, {
        encryption: BucketEncryption.S3_MANAGED,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        enforceSSL: true,
        versioned,
        lifecycleRules: [
          { id: 'abort-parts', abortIncompleteMultipartUploadAfter: ABORT_PARTS_AFTER },
          ...lifecycleRules,
        ],
        removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });

    this.data = bucket('Data', true, uploadRules(props.uploadExpiryDays));
    // `eventBridgeEnabled` of the Bucket would bring a custom resource; the property itself does the same.
    (this.data.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.artifacts = bucket('Artifacts', true, [
      {
        id: 'expire-ranges',
        prefix: RANGES_PREFIX,
        expiration: EXPIRE_RANGES_AFTER,
        noncurrentVersionExpiration: EXPIRE_RANGES_AFTER,
      },
      {
        id: 'expire-answers',
        prefix: ANSWERS_PREFIX,
        expiration: EXPIRE_ANSWERS_AFTER,
        noncurrentVersionExpiration: Duration.days(1),
      },
    ]);
    this.capture = bucket('Capture', false, [
      { id: 'expire-capture', expiration: Duration.days(props.captureExpiryDays) },
    ]);
  }
}

/** The data bucket holds uploads only, so its rules need no prefix (and lifecycle prefixes know no wildcard). */
function uploadRules(expiryDays: number | undefined): LifecycleRule[] {
  const old: LifecycleRule = {
    id: 'expire-old-upload-versions',
    noncurrentVersionExpiration: Duration.days(NONCURRENT_UPLOAD_DAYS),
  };
  return expiryDays === undefined ? [old] : [old, { id: 'expire-uploads', expiration: Duration.days(expiryDays) }];
}
