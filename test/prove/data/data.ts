/** The data engine at full size: readers, profile, digest, ranges, detection and hostile input, a part each. */
import { composed } from '../composed.ts';
import { detection } from './detection/detection.ts';
import { digest } from './digest/digest.ts';
import { hostile } from './hostile/hostile.ts';
import { profile } from './profile/numbers.ts';
import { ranges } from './ranges/ranges.ts';
import { csv } from './readers/fuzz.ts';
import { jsonLines } from './readers/json-lines.ts';

export const data = composed(
  {
    name: 'data',
    atOnce: 2,
    claim: 'What the data engine reads, counts, finds and refuses is right, held against others who do the same.',
  },
  [csv, jsonLines, profile, digest, ranges, detection, hostile],
);
