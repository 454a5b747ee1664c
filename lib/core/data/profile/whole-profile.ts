/** The profile of all rows: what was counted in the stream, and what comes from the row sample. */
import type { Profile } from '../../contracts/profile.ts';
import type { Contract } from '../contract.ts';
import { type Depth, derive, withDerived } from './derive/derive.ts';
import type { ProfileBuilder } from './profile.ts';
import type { TypedSample } from './typed-sample.ts';

export interface WholeProfile {
  profile: Profile;
  sample: TypedSample;
}

/** The sample is taken once, and everything made of it. */
export function wholeProfile(builder: ProfileBuilder, contract: Contract, depth: Depth = 'whole'): WholeProfile {
  const sample = builder.sample();
  return { profile: withDerived(builder.profile(sample), derive(sample, contract, depth)), sample };
}
