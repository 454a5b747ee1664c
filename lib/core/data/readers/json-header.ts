/** The columns of a JSON Lines file: the keys of its first object, in order of first sight. */
import { isUtf8 } from 'node:buffer';

/**
 * @param line the first row, without its line end
 * @returns undefined when it is no object, as far as its keys tell
 */
export function keysOf(line: Uint8Array): string[] | undefined {
  const text = isUtf8(line) ? new TextDecoder().decode(line).trim() : undefined;
  if (!text?.startsWith('{')) return undefined;
  const keys: string[] = [];
  let depth = 0;
  let expectsKey = true;
  // Strings as a whole, then the marks that give an object its form; what lies between is looked at with the row.
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token === ',') expectsKey = true;
    else if (depth === 1 && expectsKey && token.startsWith('"')) {
      const key = parsedString(token);
      if (key === undefined) return undefined;
      keys.push(key);
      expectsKey = false;
    }
  }
  return depth === 0 && text.endsWith('}') ? keys : undefined;
}

function parsedString(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
