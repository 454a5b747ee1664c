import { ReleaseRequest, ReleasesPage, ReleaseView } from '../../api.ts';
import { OF_CHANGES, OF_JSON, OF_KEYS, type Operation } from '../operation.ts';

export const releaseOperations = {
  'POST /models/{model}/stages/{stage}/releases': {
    id: 'requestRelease',
    tag: 'releases',
    summary: 'Move a stage to a version, forward or back',
    description:
      'Answered as soon as it is recorded and begun. Read the release to follow it: it ends `live`, `rolled-back`, ' +
      '`inconclusive` or `failed`.',
    headers: ['IdempotencyKey'],
    body: { description: 'The version to go to, or the one to go back to.', schema: ReleaseRequest },
    answers: { 202: { description: 'The release is under way.', schema: ReleaseView, headers: ['Location'] } },
    problems: [
      'unknown-model',
      'unknown-stage',
      'unknown-version',
      'gate-not-met',
      'champion-changed',
      'release-in-progress',
      'approval-missing',
      'approval-pending',
      'approval-rejected',
      'approval-expired',
      'already-serving',
      'never-served',
      ...OF_JSON,
      ...OF_KEYS,
      ...OF_CHANGES,
    ],
  },
  'GET /models/{model}/stages/{stage}/releases': {
    id: 'listReleases',
    tag: 'releases',
    summary: 'List the releases of a stage',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of releases.', schema: ReleasesPage } },
    problems: ['unknown-model', 'unknown-stage'],
  },
  'GET /models/{model}/stages/{stage}/releases/{release}': {
    id: 'readRelease',
    tag: 'releases',
    summary: 'Read a release',
    description: 'How far it is, with the traffic of both sides; or its end, with the cause and the proof.',
    answers: { 200: { description: 'The release.', schema: ReleaseView } },
    problems: ['unknown-model', 'unknown-stage', 'unknown-release'],
  },
} as const satisfies Record<string, Operation>;
