/** What a person who deploys Sluice can choose. */
import type { Environment } from 'aws-cdk-lib';
import type { FunctionContract } from '../../core/contracts/functions/contract.ts';
import type { MessageKind, Severity } from '../../core/contracts/message-attributes.ts';
import type { Policy } from '../../core/contracts/policy.ts';
import type { Bundles } from '../constructs/functions/bundle.ts';
import type { Subscriber } from './subscribers.ts';

/** A message must match each list that is given; a message about no stage matches no `stages`. */
export interface SubscriberProps {
  readonly email: string;
  /** @default - all */
  readonly severity?: readonly Severity[];
  /** @default - all */
  readonly kinds?: readonly MessageKind[];
  /** @default - all */
  readonly models?: readonly string[];
  /** @default - all, and messages about no stage */
  readonly stages?: readonly string[];
}

export interface PlatformProps {
  /**
   * Name of the platform: several can live in one account. At most 10 lower-case letters and digits, a letter first.
   * @default 'sluice'
   */
  readonly name?: string;
  /**
   * What stands above every manifest: stages, approvals, instance types, limits.
   * @default - see core/contracts/policy.ts
   */
  readonly policy?: Policy;
  /**
   * E-mail addresses that get the messages, alone or with what they want to hear of. Each must be confirmed by its owner.
   * The alarm for dead letters carries no attributes and reaches addresses without a filter only, so one of them must be.
   * @default - none
   */
  readonly subscribers?: readonly (string | SubscriberProps)[];
  /**
   * What becomes of buckets and tables when the stacks are deleted. `destroy` needs `removeDataOnDestroy` as well.
   * @default 'retain'
   */
  readonly removalPolicy?: 'retain' | 'destroy';
  /**
   * The second consent for `removalPolicy: 'destroy'`: the platform's name, spelled out.
   * @default - none
   */
  readonly removeDataOnDestroy?: string;
  /**
   * Days after which raw uploads expire. What was accepted of them is kept apart and without end.
   * @default - they do not expire
   */
  readonly uploadExpiryDays?: number;
  /**
   * Days that captured requests and answers are kept, at least 7: drift windows are compared within hours, an incident may
   * be looked at again for so long.
   * @default 90
   */
  readonly captureExpiryDays?: number;
  /**
   * Days that logs of functions, workflows and API are kept: one of the numbers CloudWatch Logs knows.
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Where training, scoring and serving containers have their network interfaces: `create` makes a network without a way
   * out (two private subnets, an S3 gateway endpoint, flow logs); or name subnets and security groups of your own, whose
   * route to S3 is yours to provide. Containers have no network of their own either way.
   * @default - SageMaker's own network
   */
  readonly vpc?: 'create' | OwnNetwork;
  /**
   * Full URI of the image for `algorithm: xgboost`, for a region that the table of accounts does not know or a mirror.
   * @default - AWS's XGBoost image of the region
   */
  readonly xgboostImage?: string;
  /**
   * Names of roles whose session name counts as the person who calls (Identity Center roles always count).
   * @default - none
   */
  readonly sessionNameRoles?: readonly string[];
  /**
   * Account and region of all stacks.
   * @default - environment-agnostic: where the credentials of `cdk deploy` point
   */
  readonly env?: Environment;
  /**
   * How the functions are bundled. Tests that look at templates only give empty bundles, which is much faster.
   * @default - as they came with the package; in the repository by esbuild, see constructs/functions/bundle.ts
   */
  readonly bundle?: (contracts: readonly FunctionContract[]) => Bundles;
}

/** A network that is there already. Nothing in it is changed or looked up. */
export interface OwnNetwork {
  /** 1 to 16, as SageMaker takes them, in zones that have the instance types. */
  readonly subnetIds: readonly string[];
  /** 1 to 5; they must let HTTPS out to S3. */
  readonly securityGroupIds: readonly string[];
}

/** The choices, complete and checked. */
export interface Settings {
  readonly name: string;
  readonly policy: Policy;
  readonly subscribers: readonly Subscriber[];
  readonly retainData: boolean;
  readonly uploadExpiryDays: number | undefined;
  readonly captureExpiryDays: number;
  readonly logRetentionDays: number;
  readonly vpc: 'create' | OwnNetwork | undefined;
  readonly xgboostImage: string | undefined;
  readonly sessionNameRoles: readonly string[];
}
