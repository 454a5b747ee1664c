import { VersionsPage, VersionView } from '../../api.ts';
import type { Operation } from '../operation.ts';

export const versionOperations = {
  'GET /models/{model}/versions': {
    id: 'listVersions',
    tag: 'versions',
    summary: 'List the versions of a model',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of versions.', schema: VersionsPage } },
    problems: ['unknown-model'],
  },
  'GET /models/{model}/versions/{version}': {
    id: 'readVersion',
    tag: 'versions',
    summary: 'Read a version',
    description:
      'Data, code, image, parameters and artefact it was made of, its metrics with 95 % intervals, its gates.',
    answers: { 200: { description: 'The version.', schema: VersionView } },
    problems: ['unknown-model', 'unknown-version'],
  },
} as const satisfies Record<string, Operation>;
