import * as z from 'zod';
import { invalid } from '../wire/errors.ts';

/** Members that all List operations share. Times are seconds since the epoch. */
export const listing = {
  NextToken: z.string().max(8192).optional(),
  MaxResults: z.number().int().min(1).max(100).optional(),
  NameContains: z
    .string()
    .max(63)
    .regex(/^[a-zA-Z0-9-]+$/)
    .optional(),
  SortOrder: z.enum(['Ascending', 'Descending']).optional(),
  CreationTimeAfter: z.number().optional(),
  CreationTimeBefore: z.number().optional(),
};

export const modifiedTimes = {
  LastModifiedTimeAfter: z.number().optional(),
  LastModifiedTimeBefore: z.number().optional(),
};

type Query = z.output<z.ZodObject<typeof listing>> & {
  readonly LastModifiedTimeAfter?: number | undefined;
  readonly LastModifiedTimeBefore?: number | undefined;
  readonly StatusEquals?: string | undefined;
  readonly SortBy?: string | undefined;
};

/** What can be filtered and sorted on. Times are milliseconds since the epoch. */
export interface Listed<T> {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt?: number;
  readonly status?: string;
  readonly record: T;
}

export interface Page<T> {
  readonly records: readonly T[];
  readonly NextToken?: string;
}

const DEFAULT_PAGE = 10;

/** Filters, sorts (by creation time, newest first, unless asked otherwise) and cuts a page. */
export function listPage<T>(all: readonly Listed<T>[], query: Query): Page<T> {
  const from = offsetOf(query.NextToken);
  const direction = query.SortOrder === 'Ascending' ? 1 : -1;
  const keyOf = (one: Listed<T>): string | number =>
    query.SortBy === 'Name' ? one.name : query.SortBy === 'Status' ? (one.status ?? '') : one.createdAt;
  const matching = all
    .filter((one) => matches(one, query))
    .map((one, index) => ({ one, index, key: keyOf(one) }))
    // Equal keys keep the order in which they were made.
    .sort((a, b) => direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
    .map(({ one }) => one.record);
  const to = from + (query.MaxResults ?? DEFAULT_PAGE);
  const records = matching.slice(from, to);
  return to < matching.length ? { records, NextToken: Buffer.from(String(to)).toString('base64url') } : { records };
}

function matches<T>(one: Listed<T>, query: Query): boolean {
  const modifiedAt = one.modifiedAt ?? one.createdAt;
  return (
    (query.NameContains === undefined || one.name.includes(query.NameContains)) &&
    (query.StatusEquals === undefined || one.status === query.StatusEquals) &&
    within(one.createdAt, query.CreationTimeAfter, query.CreationTimeBefore) &&
    within(modifiedAt, query.LastModifiedTimeAfter, query.LastModifiedTimeBefore)
  );
}

function within(at: number, after: number | undefined, before: number | undefined): boolean {
  return (after === undefined || at / 1000 > after) && (before === undefined || at / 1000 < before);
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^\d{1,9}$/.test(text)) throw invalid('Invalid NextToken.');
  return Number(text);
}
