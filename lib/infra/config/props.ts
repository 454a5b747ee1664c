/** What a person who deploys Sluice can choose. */
import type { Environment } from 'aws-cdk-lib';
import type { FunctionContract } from '../../core/contracts/functions/contract.ts';
import type { Policy } from '../../core/contracts/policy.ts';
import type { Bundles } from '../constructs/functions/bundle.ts';

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
   * E-mail addresses that get the messages. Each must be confirmed by its owner.
   * @default - none
   */
  readonly subscribers?: readonly string[];
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
   * @default - esbuild, see constructs/functions/bundle.ts
   */
  readonly bundle?: (contracts: readonly FunctionContract[]) => Bundles;
}

/** The choices, complete and checked. */
export interface Settings {
  readonly name: string;
  readonly policy: Policy;
  readonly subscribers: readonly string[];
  readonly retainData: boolean;
  readonly uploadExpiryDays: number | undefined;
  readonly xgboostImage: string | undefined;
  readonly sessionNameRoles: readonly string[];
}
