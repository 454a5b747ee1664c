/** The CDK app: one platform, chosen by context (see lib/infra/config/props.ts). */
import { App } from 'aws-cdk-lib';
import { propsFromContext } from '../lib/infra/config/context.ts';
import { Platform } from '../lib/infra/platform.ts';

const app = new App();
new Platform(app, 'Sluice', propsFromContext(app.node));
