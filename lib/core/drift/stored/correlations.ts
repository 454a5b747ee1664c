/** How columns go together as it is stored in a baseline, and back. */
import type { DriftBaseline } from '../../contracts/drift-baseline.ts';
import type { ReferenceSums } from '../correlations/sums.ts';
import { packSums, unpackSums } from './packed.ts';

type StoredCorrelations = NonNullable<DriftBaseline['correlations']>;

export const storedCorrelations = ({ rows, sums, higher }: ReferenceSums): StoredCorrelations => ({
  rows,
  sums: packSums(sums),
  higher: packSums(higher),
});

/** @throws RangeError for what was not packed so */
export const sumsOfCorrelations = ({ rows, sums, higher }: StoredCorrelations): ReferenceSums => ({
  rows,
  sums: unpackSums(sums),
  higher: unpackSums(higher),
});
