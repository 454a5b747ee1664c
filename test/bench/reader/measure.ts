/** Our check of a CSV against readers that are known, on the same file, in turns, in one run. */
import path from 'node:path';
import * as z from 'zod';
import { NODE, PYTHON } from '../../../lib/local/paths.ts';
import { runLeashed } from '../../../lib/local/process/run.ts';
import { seeded } from '../../prove/proof.ts';
import { withFolder } from '../folder.ts';
import { type Measurement, summarize } from '../measure.ts';
import { ROWS, writeTable } from './table.ts';

const Printed = z.object({ rows: z.number(), cpu: z.number(), memory: z.number() });
const HERE = import.meta.dirname;
const SEED = 7;

export const measureReader = (times: number): Promise<Measurement[]> =>
  withFolder((folder) => measureIn(folder, times));

async function measureIn(folder: string, times: number): Promise<Measurement[]> {
  const table = path.join(folder, 'table.csv');
  const readers = [
    { name: 'our check', command: NODE, args: [path.join(HERE, 'ours.ts'), table, folder] },
    { name: "Python's csv + float + numpy", command: PYTHON, args: [path.join(HERE, 'rivals.py'), 'csv', table] },
    { name: 'numpy.loadtxt', command: PYTHON, args: [path.join(HERE, 'rivals.py'), 'loadtxt', table] },
  ].map((reader) => ({ ...reader, cpu: [] as number[], memory: [] as number[] }));
  const megabytes = writeTable(table, seeded(SEED)) / 1e6;
  for (let i = 0; i < times; i++)
    for (const { name, command, args, cpu, memory } of readers) {
      const used = await run(name, command, args);
      cpu.push(used.cpu);
      memory.push(used.memory);
    }
  const about = `${ROWS.toLocaleString('en-US')} rows, ${megabytes.toFixed(0)} MB`;
  const ours = summarize(readers[0]?.cpu ?? []).median;
  return readers.flatMap(({ name, cpu, memory }, i): Measurement[] => [
    { name: `${name}: CPU (${about})`, unit: 's', numbers: cpu },
    { name: `${name}: peak memory`, unit: 'MB', numbers: memory },
    ...(i === 0
      ? []
      : [
          {
            name: `our CPU seconds for one of ${name}`,
            unit: 'times' as const,
            numbers: cpu.map((one) => ours / one),
          },
        ]),
  ]);
}

async function run(name: string, command: string, args: string[]): Promise<z.infer<typeof Printed>> {
  // One thread each: CPU seconds are compared, not cores.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { code, output } = await runLeashed(command, args, { env });
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output.slice(-2000)}`);
  const printed = Printed.parse(JSON.parse(output));
  if (printed.rows !== ROWS) throw new Error(`${name} read ${printed.rows} of ${ROWS} rows`);
  return printed;
}
