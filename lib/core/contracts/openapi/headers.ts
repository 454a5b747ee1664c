/** Headers of requests and answers that mean something to Sluice. */
interface Header {
  name: string;
  description: string;
  schema: Readonly<Record<string, unknown>>;
  example: string;
}

export const REQUEST_HEADERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    description:
      'Stands for this one request of yours for 7 days: sent again with the same key it is done once and answered ' +
      'alike. Another request under the same key is refused as `key-reused`.',
    schema: { type: 'string', pattern: '^[!-~]{1,128}$' },
    example: '0193a1c2-7d6f-7a53-9f0e-1f4a3a0f5b11',
  },
  IfMatch: {
    name: 'If-Match',
    description:
      'The revision the change is based on, as its ETag; `*` stands for whichever exists. Not with If-None-Match.',
    schema: { type: 'string', pattern: '^("\\d{1,6}"|\\d{1,6}|\\*)$' },
    example: '"1"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    description: '`*`: make the model only when there is none of this name.',
    schema: { type: 'string', const: '*' },
    example: '*',
  },
  InferenceId: {
    name: 'x-sluice-inference-id',
    description:
      'Names this request, all its rows together (row n is its line n); absent, one is made. SageMaker keeps it with the ' +
      'captured request, so that labels that come later can be joined.',
    schema: { type: 'string', pattern: '^[!-~]{1,64}$' },
    example: 'order-4711',
  },
} as const satisfies Record<string, Header>;
export type RequestHeader = keyof typeof REQUEST_HEADERS;

export const ANSWER_HEADERS = {
  ETag: {
    name: 'ETag',
    description: 'The revision of the manifest, for If-Match.',
    schema: { type: 'string', pattern: '^"\\d{1,6}"$' },
    example: '"1"',
  },
  Location: {
    name: 'Location',
    description: 'Path of what was made; read it to learn what became of it.',
    schema: { type: 'string', pattern: '^/v1/' },
    example: '/v1/models/churn/uploads/01JD8ZQ4T6AAAAAAAAAAAAAAAA',
  },
  InferenceId: {
    name: 'x-sluice-inference-id',
    description: 'The id of the request, taken from it or made.',
    schema: { type: 'string', pattern: '^[!-~]{1,64}$' },
    example: 'order-4711',
  },
  RetryAfter: {
    name: 'Retry-After',
    description: 'Seconds to wait before the same request is sent again.',
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '2',
  },
} as const satisfies Record<string, Header>;
export type AnswerHeader = keyof typeof ANSWER_HEADERS;
