/**
 * JSON from outside. `JSON.parse` takes the last of two equal names and any depth; both let what was checked differ from
 * what is used, so they are refused here, before anything reads the value.
 */
import { Problem } from '../../lib/core/contracts/problems.ts';

const LARGEST_BYTES = 512 * 1024;
const DEEPEST = 32;

const invalid = (detail: string): Problem => new Problem('invalid-request', `the body ${detail}`);

/** The string that starts at `start` (its opening quote): its raw text without quotes, and where it ends. */
function stringAt(text: string, start: number): { raw: string; end: number } {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return { raw: text.slice(start, end + 1), end: end + 1 };
}

/** Walks over valid JSON once, without recursion. */
function refuseHostile(text: string): void {
  const open: { names?: Set<string>; naming: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const here = text[at];
    const inner = open.at(-1);
    if (here === '{' || here === '[') {
      open.push(here === '{' ? { names: new Set(), naming: true } : { naming: false });
      if (open.length > DEEPEST) throw invalid(`is nested deeper than ${DEEPEST}`);
    } else if (here === '}' || here === ']') {
      open.pop();
    } else if (here === ',' && inner?.names) {
      inner.naming = true;
    } else if (here === '"') {
      const { raw, end } = stringAt(text, at);
      at = end - 1;
      const name = JSON.parse(raw) as string;
      // Half a surrogate pair is no text: UTF-8 cannot hold it, so what is stored would not be what was hashed.
      if (!name.isWellFormed()) throw invalid('has half a surrogate pair in a text');
      if (!inner?.names || !inner.naming) continue;
      inner.naming = false;
      if (inner.names.has(name)) throw invalid(`has ${JSON.stringify(name)} twice in one object`);
      if (name === '__proto__') throw invalid('has a member named __proto__');
      inner.names.add(name);
    }
  }
}

/** `application/json`, or a kind of it such as `application/merge-patch+json`. */
const JSON_TYPE = /^application\/(?:[^\s;/]+\+)?json$/;

function refuseOtherTypes(contentType: string): void {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (JSON_TYPE.test(type)) return;
  throw new Problem('unsupported-media-type', `the body is ${type || 'of an empty Content-Type'}, JSON is wanted`, {
    mend: 'send it with Content-Type: application/json',
  });
}

/**
 * @param contentType of the request; absent, the body is taken for JSON
 * @throws Problem unsupported-media-type, too-large, invalid-request
 */
export function jsonBody(bytes: Uint8Array, contentType?: string): unknown {
  if (contentType !== undefined) refuseOtherTypes(contentType);
  if (bytes.length > LARGEST_BYTES)
    throw new Problem('too-large', `the body has ${bytes.length} bytes, at most ${LARGEST_BYTES} are taken here`);
  let text: string;
  let value: unknown;
  if (bytes.length === 0) throw invalid('is empty');
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  refuseHostile(text);
  return value;
}
