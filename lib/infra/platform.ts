/** A whole platform in four stacks; usable from any CDK app. */
import { Construct } from 'constructs';
import { FUNCTIONS } from '../core/contracts/functions/index.ts';
import type { PlatformProps } from './config/props.ts';
import { settingsOf } from './config/settings.ts';
import { functionsOfPackage } from './constructs/functions/packaged.ts';
import { MonitoringStack } from './stacks/monitoring.ts';
import { ReleaseStack } from './stacks/release.ts';
import { StorageStack } from './stacks/storage.ts';
import { TrainingStack } from './stacks/training.ts';

export type { OwnNetwork, PlatformProps } from './config/props.ts';

/**
 * @example
 * const app = new App();
 * new Platform(app, 'Sluice', { name: 'churnlab', subscribers: ['oncall@example.com'] });
 */
export class Platform extends Construct {
  /** Buckets, tables, topic: what outlives the rest. */
  readonly storage: StorageStack;
  readonly training: TrainingStack;
  readonly release: ReleaseStack;
  readonly monitoring: MonitoringStack;

  constructor(scope: Construct, id: string, { env, bundle = functionsOfPackage, ...choices }: PlatformProps = {}) {
    super(scope, id);
    const settings = settingsOf(choices);
    const bundles = bundle(FUNCTIONS);
    const common = { settings, bundles, ...(env ? { env } : {}) };
    try {
      this.storage = new StorageStack(this, common);
      const upper = { ...common, storage: this.storage };
      this.training = new TrainingStack(this, upper);
      this.release = new ReleaseStack(this, upper);
      this.monitoring = new MonitoringStack(this, upper);
    } finally {
      bundles.dispose();
    }
  }
}
