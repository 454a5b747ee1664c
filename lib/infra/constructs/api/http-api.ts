/** The HTTP API: IAM authorization on every route of the table, one integration a function. */
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES, type Route, type RouteFunction } from '../../../core/contracts/routes.ts';
import type { FunctionSet } from '../functions/function-set.ts';
import { constructId } from '../functions/platform-function.ts';
import { ACCESS_LOG_FORMAT } from './access-log.ts';
import { API_STAGE, routeArn, routePath } from './route-arn.ts';

/** Far above what people do; one model's chain takes about 20 changes a second. */
const THROTTLE = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };

export interface HttpApiProps {
  readonly platform: string;
  /** The functions of the routes. */
  readonly handlers: FunctionSet;
  readonly logRetentionDays: number;
}

export class HttpApi extends Construct {
  readonly apiId: string;
  /** Without `/v1`. */
  readonly url: string;

  constructor(scope: Construct, id: string, { platform, handlers, logRetentionDays }: HttpApiProps) {
    super(scope, id);
    const api = new CfnApi(this, 'Api', { name: platform, protocolType: 'HTTP', description: `Sluice ${platform}` });
    this.apiId = api.ref;
    this.url = api.attrApiEndpoint;

    const integrations = new Map<RouteFunction, string>();
    for (const route of ROUTES) {
      const { functionArn } = handlers.get(route.function);
      const integration = integrations.get(route.function) ?? this.integration(route.function, functionArn);
      integrations.set(route.function, integration);
      this.route(route, integration, functionArn);
    }
    this.stage(platform, logRetentionDays);
  }

  private integration(name: string, functionArn: string): string {
    return new CfnIntegration(this, `${constructId(name)}Integration`, {
      apiId: this.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn,
      payloadFormatVersion: '2.0',
    }).ref;
  }

  private route(route: Route, integrationId: string, functionArn: string): void {
    const id = constructId(
      `${route.method}${route.path}`
        .toLowerCase()
        .replace(/[^a-z]+/g, '-')
        .replace(/-$/, ''),
    );
    new CfnRoute(this, id, {
      apiId: this.apiId,
      routeKey: `${route.method} ${routePath(route)}`,
      authorizationType: 'AWS_IAM',
      target: `integrations/${integrationId}`,
    });
    new CfnPermission(this, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: routeArn(this, this.apiId, route),
    });
  }

  private stage(platform: string, logRetentionDays: number): void {
    // Vended logs: the prefix keeps API Gateway's rights out of the account's one small resource policy.
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/${platform}-api-access`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnStage(this, 'Stage', {
      apiId: this.apiId,
      stageName: API_STAGE,
      autoDeploy: true,
      defaultRouteSettings: { ...THROTTLE, detailedMetricsEnabled: false },
      accessLogSettings: {
        destinationArn: Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: log.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        format: ACCESS_LOG_FORMAT,
      },
    });
  }
}
