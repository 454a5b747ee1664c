/** Reads a workflow of lib/workflows; its placeholders are left to CloudFormation. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../config/root.ts';

/** A placeholder of our own: the integrations' ARNs name the partition they run in. */
const PARTITION = ['$', '{Partition}'].join('');

export interface Definition {
  /** Compact JSON; `arn:aws:` of the integrations became `arn:${Partition}:`. */
  readonly text: string;
  /** Names in `${...}`, without those of JSONata. */
  readonly placeholders: readonly string[];
}

/** @throws SyntaxError when the file is not JSON */
export function readDefinition(fileName: string): Definition {
  const source = readFileSync(path.join(ROOT, 'lib', 'workflows', fileName), 'utf8');
  const text = JSON.stringify(JSON.parse(source)).replaceAll('"arn:aws:states:::', `"arn:${PARTITION}:states:::`);
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  return { text, placeholders: [...placeholders].sort() };
}
