/** `npm run bench`: how long things take on this machine, now. Several runs each; nothing is left behind. */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { table } from '../../lib/cli/output/table.ts';
import { number } from '../../lib/cli/output/text.ts';
import { endLeashed } from '../../lib/local/process/run.ts';
import { measureCapture } from './capture/measure.ts';
import { measureData } from './data/measure.ts';
import { measureDemo } from './demo.ts';
import { measureDrift } from './drift/measure.ts';
import { type Measurement, summarize } from './measure.ts';
import { closeRunning, measurePlatform } from './platform.ts';
import { measureReader } from './reader/measure.ts';

const PARTS = ['up', 'upload', 'demo', 'reader', 'data', 'capture', 'drift'] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    times: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const times = Number(values.times);
const only = PARTS.find((part) => part === values.only);
if ((values.only !== undefined && only === undefined) || !Number.isInteger(times) || times < 1) {
  console.error(`usage: npm run bench -- [--only ${PARTS.join('|')}] [--times N] [--json]`);
  process.exit(2);
}
// Ctrl-C comes twice, from the terminal and from bin/run.mjs: the second must not cut the first one's end short.
let ending: Promise<never> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (ending ??= Promise.all([endLeashed(), closeRunning()]).then(() => process.exit(130))));

const wanted = (part: Part): boolean => only === undefined || only === part;
const measured: Measurement[] = [];
if (wanted('up') || wanted('upload')) measured.push(...(await measurePlatform(times, wanted('upload'))));
if (wanted('demo')) measured.push(...(await measureDemo(times)));
if (wanted('reader')) measured.push(...(await measureReader(times)));
if (wanted('data')) measured.push(...(await measureData(times)));
if (wanted('capture')) measured.push(...(await measureCapture(times)));
if (wanted('drift')) measured.push(...(await measureDrift(times)));

const summaries = measured.map((each) => ({ ...each, ...summarize(each.numbers) }));
const machine = {
  cores: os.availableParallelism(),
  processor: os.cpus()[0]?.model ?? 'unknown',
  memoryGB: Math.round(os.totalmem() / 2 ** 30),
  node: process.versions.node,
  load: os.loadavg()[0] ?? 0,
};
if (values.json)
  console.log(JSON.stringify({ v: 1, time: new Date().toISOString(), times, machine, measured: summaries }));
else {
  console.log(
    `${machine.cores} cores, ${machine.processor}, ${machine.memoryGB} GB, Node ${machine.node}; ${times} runs each`,
  );
  const right = (title: string) => ({ title, align: 'right' as const });
  console.log(
    table(
      [{ title: 'what' }, right('min'), right('median'), right('max'), { title: 'unit' }, right('aim')],
      summaries.map(({ name, min, median, max, unit, aim }) => [
        name,
        ...[min, median, max].map(number),
        unit,
        aim === undefined ? '' : `${aim}`,
      ]),
    ),
  );
}
