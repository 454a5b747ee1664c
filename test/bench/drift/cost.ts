/**
 * What watching one live stage costs a month, hour by hour, from the CPU seconds that an hour of traffic takes.
 * Each time the whole process is counted: an hourly function starts cold.
 */
import { closeSync, createReadStream, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { monitoringDrift } from '../../../lib/core/contracts/functions/monitoring-drift.ts';
import { PRICES } from '../../../lib/core/contracts/prices.ts';
import { records } from '../capture/records.ts';
import { type Measurement, summarize } from '../measure.ts';
import type { Answer } from './answer.ts';

/** Requests an hour. */
const TRAFFIC = [1_000, 10_000, 100_000];
const HOURS = 730;
/** A window is read when it was captured, and again an hour later for records that came late. */
const READINGS = 2;
/** Looks at a window before it was captured, of which the files that are there are read: a supposition. */
const EARLY_LOOKS = 1;
/** Lambda: so many MB are one core. */
const MB_A_CORE = 1769;
/** Seconds that a reading waits for AWS, charged and not measured here: a supposition. */
const WAITING = 1;
/**
 * Calls of a reading, on average over both, counted on the adapters in memory in the second day of a stage: baseline, windows
 * before and their reports are read; report, page and counts written; incidents and health kept in the registry.
 */
const CALLS = { get: 27, put: 6, read: 13, write: 3, metricRead: 7, metricPut: 1, invocation: 1, message: 3 } as const;
/** Calls of a look that comes too early, and those of the look that does not which no reading has. */
const CALLS_OF_A_LOOK = { get: 2, put: 1, read: 3, metricRead: 3, invocation: 1, message: 3 } as const;
const CALLS_OF_THE_LAST_LOOK = { metricRead: 3 } as const;
/** Files that capture writes in an hour: a supposition, it depends on instances and traffic. */
const FILES = 60;
type Call = keyof typeof CALLS;
/** US dollars a call in us-east-1, of the same date as `PRICES`: S3 (`put` is listing too), DynamoDB, CloudWatch, Lambda, SQS. */
const CALL: Readonly<Record<Call, number>> = {
  get: 0.4e-6,
  put: 5e-6,
  read: 0.125e-6,
  write: 0.625e-6,
  metricRead: 10e-6,
  metricPut: 10e-6,
  invocation: 0.2e-6,
  message: 0.4e-6,
};
/** At most: a metric for each kind of incident, and the alarm on drift. */
const FIXED = 3 * PRICES.metric.usd + PRICES.alarm.usd;

const priceOf = (calls: Readonly<Partial<Record<Call, number>>>): number =>
  Object.entries(CALL).reduce((sum, [call, usd]) => sum + (calls[call as Call] ?? 0) * usd, 0);
/** US dollars a window. */
const CALLS_OF_A_WINDOW =
  READINGS * priceOf(CALLS) +
  EARLY_LOOKS * priceOf(CALLS_OF_A_LOOK) +
  priceOf(CALLS_OF_THE_LAST_LOOK) +
  (READINGS + EARLY_LOOKS) * FILES * CALL.get;

/** US dollars a month. @param cpu seconds of a reading */
function monthly(cpu: number): number {
  const { memoryMb } = monitoringDrift;
  const seconds = cpu / Math.min(1, memoryMb / MB_A_CORE) + WAITING;
  const time = seconds * (memoryMb / 1024) * PRICES['function-time'].usd;
  return HOURS * ((READINGS + EARLY_LOOKS) * time + CALLS_OF_A_WINDOW) + FIXED;
}

/** @param run the window as a process, from its arguments */
export async function measureCost(times: number, run: (args: string[]) => Promise<Answer>): Promise<Measurement[]> {
  const { file, edges } = records();
  const measured: Measurement[] = [];
  for (const requests of TRAFFIC) {
    const hour = await firstOf(file, requests);
    const answers: Answer[] = [];
    for (let turn = 0; turn < times; turn++) answers.push(await run([hour, edges]));
    for (const { rows } of answers) if (rows !== requests) throw new Error(`${rows} of ${requests} records were read`);
    const cpu = answers.map((answer) => answer.cpu);
    const about = `${requests.toLocaleString('en-US')} requests an hour`;
    measured.push(
      { name: `drift function, ${about}: CPU`, unit: 's', numbers: cpu },
      { name: `drift function, ${about}: a month`, unit: 'USD', numbers: [monthly(summarize(cpu).median)] },
    );
  }
  return measured;
}

/** The first records of the file, as a file of their own. */
async function firstOf(file: string, requests: number): Promise<string> {
  const part = file.replace(/\.jsonl$/, `-first-${requests}.jsonl`);
  if (existsSync(part)) return part;
  const out = openSync(`${part}.new`, 'w');
  let left = requests;
  const source = createReadStream(file);
  for await (const line of createInterface({ input: source })) {
    writeSync(out, `${line}\n`);
    left -= 1;
    if (left === 0) break;
  }
  source.destroy();
  closeSync(out);
  renameSync(`${part}.new`, part);
  return part;
}
