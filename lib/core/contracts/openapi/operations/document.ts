import type { Operation } from '../operation.ts';

export const documentOperations = {
  'GET /openapi.json': {
    id: 'readOpenApi',
    tag: 'document',
    summary: 'Read this document',
    description: 'The API as OpenAPI 3.1, as the platform that answers has it.',
    answers: { 200: { description: 'The document.', media: ['application/json'] } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
