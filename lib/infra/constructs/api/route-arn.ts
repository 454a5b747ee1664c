/** A route as path and as ARNs. */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Route } from '../../../core/contracts/routes.ts';

/** The stage that has no part in the path. */
export const API_STAGE = '$default';
export const API_PREFIX = '/v1';

export const routePath = ({ path }: Pick<Route, 'path'>): string => `${API_PREFIX}${path}`;

const executeApi = (scope: Construct, apiId: string, method: string, path: string): string =>
  Stack.of(scope).formatArn({
    service: 'execute-api',
    resource: apiId,
    resourceName: `${API_STAGE}/${method}${path}`,
  });

/** What API Gateway names as the source when it invokes the function of a route: parameters stay in braces. */
export const routeArn = (scope: Construct, apiId: string, route: Route): string =>
  executeApi(scope, apiId, route.method, routePath(route));

/** What a caller is allowed: `*` for each parameter. */
export const invokeArn = (scope: Construct, apiId: string, route: Route): string =>
  executeApi(scope, apiId, route.method, routePath(route).replace(/\{[^}]+\}/g, '*'));
