/** All proofs, in the order they are run. */
import { data } from './data/data.ts';
import { demo } from './demo.ts';
import { fuzz } from './fuzz.ts';
import { kill } from './kill.ts';
import { monitoring } from './monitoring/monitoring.ts';
import type { Proof } from './proof.ts';
import { properties } from './properties.ts';
import { trino } from './trino/trino.ts';

export const PROOFS: readonly Proof[] = [properties, kill, demo, fuzz, data, monitoring, trino];
