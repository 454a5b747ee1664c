/** cdk-nag: the packs AwsSolutions and Serverless over the construct tree, every finding acknowledged by name or mended. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { propsFromContext } from '../../../lib/infra/config/context.ts';
import { ROOT } from '../../../lib/infra/config/root.ts';
import { Platform } from '../../../lib/infra/platform.ts';
import { emptyBundles } from '../../synth/_synth.ts';

export interface NagFinding {
  /** `<pack>-<rule>`, with what exactly in brackets where a rule finds several things. */
  readonly id: string;
  /** Path of the construct without the app's. */
  readonly path: string;
  readonly description: string;
}

/** @param context what `cdk synth -c` would be given, beside cdk.json */
export function nagFindings(context: Readonly<Record<string, unknown>>): NagFinding[] {
  const fromFile = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({ context: { ...fromFile.context, ...context } });
  const platform = new Platform(app, 'Sluice', { bundle: emptyBundles, ...propsFromContext(app.node) });
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack.validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        id: ruleName,
        path: (constructPath ?? '').slice(platform.node.path.length + 1),
        description,
      })),
    ),
  );
}
