/** Listings of the API: as many as were asked for, and how many there are beyond. */
import * as z from 'zod';
import { PAGE_LIMIT } from '../core/contracts/queries.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { Api } from './session.ts';

export interface Listing<T> {
  items: T[];
  /** How many there are beyond `items`: exact where one page holds them, else `many`. */
  more: number | 'many';
}

interface Page<T> {
  items: T[];
  cursor?: string | undefined;
}

type Reader<T> = (limit: number, cursor: string | undefined) => Promise<Page<T>>;

function reader<S extends z.ZodType>(
  api: Api,
  path: string,
  item: S,
  filter: Readonly<Record<string, string>> = {},
): Reader<z.output<S>> {
  const page = z.object({ items: z.array(item), cursor: z.string().optional() });
  return async (limit, cursor) => {
    const query = new URLSearchParams({ ...filter, limit: String(limit), ...(cursor ? { cursor } : {}) });
    return page.parse((await api({ method: 'GET', path: `${path}?${query}` })).body);
  };
}

/**
 * The first items of a listing. Where there are more, one page beyond is read, to say how many.
 *
 * @param path below `/v1`, without a query
 * @param limit how many, 1 or more
 * @param filter query parameters of the route
 */
export async function listing<S extends z.ZodType>(
  api: Api,
  path: string,
  item: S,
  limit: number,
  filter: Readonly<Record<string, string>> = {},
): Promise<Listing<z.output<S>>> {
  const read = reader(api, path, item, filter);
  const items: z.output<S>[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(Math.min(limit - items.length, PAGE_LIMIT), cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor && items.length < limit);
  if (!cursor) return { items, more: 0 };
  const beyond = await read(PAGE_LIMIT, cursor);
  return { items, more: beyond.cursor ? 'many' : beyond.items.length };
}

/** "23 more: --limit 43"; empty when all is shown. */
export function moreText({ items, more }: Listing<unknown>): string {
  if (more === 0) return '';
  return more === 'many' ? 'more: --limit' : `${more} more: --limit ${items.length + more}`;
}

/** Requests under way at once. */
const AT_ONCE = 8;

/** Answers in the order of `items`, a few at a time. */
export async function each<T, U>(items: readonly T[], ask: (item: T) => Promise<U>): Promise<U[]> {
  const answers: U[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(ask))));
  }
  return answers;
}

/** Listings of several models or stages as one, newest first: their ids are ULIDs. */
export function merged<T>(listings: readonly Listing<T>[], idOf: (item: T) => string, limit: number): Listing<T> {
  const all = listings.flatMap(({ items }) => items).sort((a, b) => (idOf(a) < idOf(b) ? 1 : -1));
  const more = listings.reduce<number | 'many'>(
    (sum, one) => (sum === 'many' || one.more === 'many' ? 'many' : sum + one.more),
    Math.max(0, all.length - limit),
  );
  return { items: all.slice(0, limit), more };
}

const ULID_LENGTH = 26;

/**
 * The one item whose id begins with `prefix`. Ids are ULIDs and listings are newest first, so reading ends where ids are
 * older than any with that beginning.
 *
 * @param what `run`, `release`: for the text
 * @throws CommandFailure (2) when none begins so, or several do
 */
export async function byPrefix<S extends z.ZodType>(
  api: Api,
  path: string,
  item: S,
  { what, prefix, idOf }: { what: string; prefix: string; idOf: (item: z.output<S>) => string },
): Promise<z.output<S>> {
  const wanted = prefix.toUpperCase();
  if (!/^[0-9A-Z]{1,26}$/.test(wanted)) throw new CommandFailure(EXIT.usage, `${prefix} is no id of a ${what}`);
  const read = reader(api, path, item);
  const found: z.output<S>[] = [];
  let cursor: string | undefined;
  let older = false;
  do {
    const page = await read(PAGE_LIMIT, cursor);
    found.push(...page.items.filter((one) => idOf(one).startsWith(wanted)));
    older = page.items.some((one) => idOf(one).slice(0, wanted.length) < wanted);
    cursor = page.cursor;
  } while (cursor && !older);
  const [one, ...others] = found;
  if (one === undefined) throw new CommandFailure(EXIT.usage, `no ${what} has an id that begins with ${prefix}`);
  if (others.length === 0) return one;
  const ids = found.slice(0, 5).map(idOf);
  throw new CommandFailure(
    EXIT.usage,
    `${found.length} ids of a ${what} begin with ${prefix}: ${ids.join(', ')}${found.length > ids.length ? ', ...' : ''}`,
    wanted.length < ULID_LENGTH ? 'give more of the id' : undefined,
  );
}
