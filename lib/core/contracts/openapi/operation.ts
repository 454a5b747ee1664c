/** What the OpenAPI document says of a route beyond its row in contracts/routes: an operation. */
import type * as z from 'zod';
import type { ProblemCode } from '../problems.ts';
import type { AnswerHeader, RequestHeader } from './headers.ts';
import type { Tag } from './tags.ts';

export interface RequestBody {
  description: string;
  /** JSON of this schema; absent: bytes that are passed on, of one of `media`. */
  schema?: z.ZodType;
  media?: readonly string[];
}

export interface Answer {
  description: string;
  /** JSON of this schema; absent: whatever `media` says. */
  schema?: z.ZodType;
  media?: readonly string[];
  headers?: readonly AnswerHeader[];
}

export interface Operation {
  /** Verb and noun; client generators make a function's name of it. */
  id: string;
  tag: Tag;
  /** What it does, in a line without a full stop. */
  summary: string;
  /** What a caller must know beyond that; Markdown. */
  description: string;
  headers?: readonly RequestHeader[];
  body?: RequestBody;
  answers: Readonly<Partial<Record<200 | 201 | 202, Answer>>>;
  /** Codes it answers with, besides those any request may get: `invalid-request` and `internal`. */
  problems: readonly ProblemCode[];
}

/** What any change of a model may be answered with. */
export const OF_CHANGES = ['busy'] as const satisfies readonly ProblemCode[];
/** What any JSON body may be answered with. */
export const OF_JSON = ['too-large', 'unsupported-media-type'] as const satisfies readonly ProblemCode[];
/** What the header Idempotency-Key may be answered with. */
export const OF_KEYS = ['key-reused'] as const satisfies readonly ProblemCode[];
