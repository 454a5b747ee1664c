/** Parameters of paths. What breaks the pattern is a 404 like what is not there. */
import { MODEL_MAX, MODEL_PATTERN, STAGE_MAX, STAGE_PATTERN } from '../names.ts';

interface PathParameter {
  description: string;
  schema: Readonly<Record<string, unknown>>;
}

const ULID = { type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' } as const;

export const PATH_PARAMETERS: Readonly<Record<string, PathParameter>> = {
  model: {
    description: 'Name of the model.',
    schema: { type: 'string', pattern: MODEL_PATTERN.source, maxLength: MODEL_MAX },
  },
  stage: {
    description: 'Name of a stage of the platform, such as `staging` or `production`.',
    schema: { type: 'string', pattern: STAGE_PATTERN.source, maxLength: STAGE_MAX },
  },
  version: {
    description: 'Number of the version, from 1 on.',
    schema: { type: 'integer', minimum: 1, maximum: 999_999 },
  },
  upload: {
    description: 'Id of the announcement; or, of an object that came without one, the hash its run names.',
    schema: { type: 'string', pattern: `(${ULID.pattern})|(^[0-9a-f]{64}$)` },
  },
  run: { description: 'Id of the run.', schema: ULID },
  before: { description: 'Id of the run whose dataset it is compared with.', schema: ULID },
  approval: { description: 'Id of the approval.', schema: ULID },
  release: { description: 'Id of the release.', schema: ULID },
};
