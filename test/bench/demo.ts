/** The whole demo, as `npm run demo` starts it. */
import path from 'node:path';
import { NODE, ROOT } from '../../lib/local/paths.ts';
import { runLeashed } from '../../lib/local/process/run.ts';
import { type Measurement, timed } from './measure.ts';

export async function measureDemo(times: number): Promise<Measurement[]> {
  const numbers: number[] = [];
  for (let i = 0; i < times; i++) {
    const { seconds, result } = await timed(() =>
      runLeashed(NODE, [path.join(ROOT, 'bin', 'run.mjs'), 'demo'], { env: process.env }),
    );
    if (result.code !== 0) throw new Error(`the demo ended with ${result.code}:\n${result.output.slice(-2000)}`);
    numbers.push(seconds);
  }
  return [{ name: 'the whole demo', unit: 's', numbers, aim: 240 }];
}
