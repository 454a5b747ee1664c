/** What all stacks of a platform are given. */
import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../config/props.ts';
import type { Bundles } from '../constructs/functions/bundle.ts';

export interface PlatformStackProps {
  readonly settings: Settings;
  readonly bundles: Bundles;
  readonly env?: Environment;
}

export abstract class PlatformStack extends Stack {
  constructor(scope: Construct, part: string, description: string, { settings, env }: PlatformStackProps) {
    super(scope, part, {
      ...(env ? { env } : {}),
      stackName: `${settings.name}-${part}`,
      description: `Sluice ${settings.name}: ${description}`,
    });
  }
}
