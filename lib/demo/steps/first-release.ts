import * as z from 'zod';
import { predictRows } from '../../cli/commands/predict.ts';
import type { Demo } from '../demo.ts';
import { expectThat } from '../expect.ts';
import { MODEL } from '../manifest.ts';
import { features } from '../patients.ts';
import { expectLive, release } from './release.ts';

const Answer = z.object({ predictions: z.array(z.object({ label: z.string(), score: z.number() })).length(1) });

/** Part 3: version 1 goes to staging and to production, and answers. */
export async function firstRelease(demo: Demo): Promise<void> {
  const { narrator, session, patients } = demo;
  narrator.part('Release: version 1 to staging, then to production');
  for (const stage of ['staging', 'production']) await expectLive(demo, await release(demo, stage, { version: 1 }));
  const [row = []] = features(patients);
  narrator.command(`sluice predict ${MODEL} row.csv --stage production`);
  const answer = Answer.parse(
    await predictRows(session, MODEL, 'production', new TextEncoder().encode(row.join(',')), 'text/csv'),
  );
  const [prediction] = answer.predictions;
  narrator.ok(
    `patient P0001: ${prediction?.label}, score ${prediction?.score.toFixed(3)} (truth: ${patients.rows[0]?.at(-1)})`,
  );
  expectThat('the answer', prediction?.label === patients.rows[0]?.at(-1), patients.rows[0]?.at(-1), prediction);
}
