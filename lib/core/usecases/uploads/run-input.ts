/** The key under which a run owns its input: equal data, manifest and code are trained once. */
import { jsonDigest } from '../../contracts/digest.ts';
import { SK } from '../../registry/keys.ts';

export interface InputDigests {
  dataset: string;
  manifest: string;
  code: string;
}

export const inputKey = ({ dataset, manifest, code }: InputDigests): string => {
  const digest = jsonDigest({ dataset, manifest, code });
  return SK.input(digest.slice(digest.indexOf(':') + 1));
};
