/** What a version answered, as a column: the score of a classifier, the prediction of a regression. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { moments } from '../../data/profile/moments.ts';
import { numberProfile } from '../../data/profile/number.ts';

export function predictionsProfile(values: Float64Array): NumberProfile {
  const counted = moments();
  counted.add(values, values.length);
  return numberProfile('predictions', counted.state(), values, 1);
}
