/**
 * Reads the choices from the CDK context (`cdk.json`, or `-c key=value`, where every value is text).
 *
 * Nothing in the templates depends on whether they go to an account or to the local cloud, so there is no key for that.
 */
import type { Node } from 'constructs';
import type { PlatformProps } from './props.ts';

/** @throws Error naming the key whose text cannot be read */
export function propsFromContext(node: Node): PlatformProps {
  const text = (key: string): unknown => node.tryGetContext(key) ?? undefined;
  const given = {
    name: text('name'),
    policy: json('policy', text('policy')),
    subscribers: list('subscribers', text('subscribers')),
    removalPolicy: text('removalPolicy'),
    removeDataOnDestroy: text('removeDataOnDestroy'),
    uploadExpiryDays: number('uploadExpiryDays', text('uploadExpiryDays')),
    captureExpiryDays: number('captureExpiryDays', text('captureExpiryDays')),
    logRetentionDays: number('logRetentionDays', text('logRetentionDays')),
    vpc: wordOrJson('vpc', text('vpc')),
    xgboostImage: text('xgboostImage'),
    sessionNameRoles: list('sessionNameRoles', text('sessionNameRoles')),
  };
  // Shapes are checked by settingsOf, for context and for props alike.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as PlatformProps;
}

function json(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    throw new Error(`context ${key} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** `create`, or an object. */
const wordOrJson = (key: string, value: unknown): unknown =>
  typeof value === 'string' && value.trimStart().startsWith('{') ? json(key, value) : value;

/** `a,b` and `["a","b"]` mean the same. */
function list(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.trimStart().startsWith('[')) return json(key, value);
  return value.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

function number(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!/^\d+$/.test(value)) throw new Error(`context ${key} is ${JSON.stringify(value)}; give a whole number`);
  return Number(value);
}
