import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { checkDataFile } from '../../cli/commands/data-check.ts';
import { measureDrift, readTrend } from '../../cli/drift/read.ts';
import { driftText } from '../../cli/drift/report-text.ts';
import { trendText } from '../../cli/drift/trend-text.ts';
import { terminalConsole } from '../../cli/output/console.ts';
import { capturePrefix } from '../../core/contracts/locations.ts';
import type { DriftReport } from '../../core/drift/document.ts';
import type { Demo } from '../demo.ts';
import { expectEqual, expectThat } from '../expect.ts';
import { MODEL, SECOND } from '../manifest.ts';
import { csv, features, inMillimetres, unitFactor } from '../patients.ts';
import { sendOnce } from '../traffic.ts';
import { endpointOf, expectServing } from './release.ts';
import { applyText, uploadAndWatch } from './train.ts';

/** Part 6: a clinic sends millimetres for centimetres: the file is refused where it lies and as an upload, the live traffic opens an incident, which ends once it is mended. */
export async function incident(demo: Demo): Promise<void> {
  const { narrator, patients, inbox } = demo;
  narrator.part('Incident: a clinic starts to send lengths in millimetres, not centimetres');
  const wrong = inMillimetres(patients);
  const changed = patients.header.filter((name) => unitFactor(name) !== 1);
  await checkedHere(demo, csv(wrong), changed);

  await applyText(demo, SECOND);
  const { run } = await uploadAndWatch(demo, { file: 'clinic.csv', content: csv(wrong) });
  expectEqual('the run of clinic.csv', 'refused', run?.state);
  narrator.intended(`upload refused before training: ${run?.reason?.message}`);
  const refusal = await inbox.waitFor('upload refused', ({ subject }) => /refused/i.test(subject));
  const unnamed = changed.filter((name) => !`${run?.reason?.message}\n${refusal.body}`.includes(name.slice(0, 12)));
  expectThat('columns named by refusal and message', unnamed.length <= changed.length - 5, 'the first five at least', {
    unnamed,
  });
  narrator.block(refusal.body.trimEnd());

  await liveDrift(demo, features(wrong), changed);
  await mended(demo, features(patients));
}

const MOST_SHOWN = 3;

/** Whoever exports the file can see it before anything is sent: no platform is asked. */
async function checkedHere({ folder, narrator }: Demo, content: string, changed: string[]): Promise<void> {
  const [file, before] = [path.join(folder, 'clinic.csv'), path.join(folder, 'patients.csv')];
  writeFileSync(file, content);
  narrator.command('sluice data check clinic.csv --against patients.csv');
  const out = terminalConsole({ json: false }, { out: new PassThrough(), err: new PassThrough() });
  const { check } = await checkDataFile(out, file, { against: before });
  expectEqual('the check of clinic.csv on this machine', 'unit-change', check.refusal?.code);
  const units = check.refusal?.findings.filter(({ rule }) => rule === 'unit-change') ?? [];
  const missed = changed.filter((name) => !units.some(({ column }) => column === name));
  expectThat('columns whose unit changed', missed.length === 0, changed, { missed });
  narrator.intended('refused before anything is sent:');
  const shown = units.slice(0, MOST_SHOWN).map(({ column = '', seen, cause = '' }) => inWords(column, seen, cause));
  narrator.block([...shown, `and ${units.length - shown.length} columns more`].join('\n'));
}

/** `mean radius: about 10 times larger than in patients.csv: millimetres instead of centimetres?` */
const inWords = (column: string, seen: string, cause: string): string =>
  `${column.replaceAll('_', ' ')}: ${seen.split(': ').at(-1)} than in patients.csv: ${cause}`;

async function liveDrift(demo: Demo, rows: string[][], changed: string[]): Promise<void> {
  const { narrator, inbox } = demo;
  narrator.step(`the same ${rows.length} rows arrive as live traffic`);
  const report = await measured(demo, rows);
  expectEqual('the outcome', 'drift', report.outcome);
  const drifted = new Set(report.columns.filter((column) => column.drifted).map(({ name }) => name));
  const missed = changed.filter((name) => !drifted.has(name));
  expectThat('drifted columns', missed.length === 0, changed, { missed });

  const mail = await inbox.waitFor('drift', ({ subject }) => /drift in/i.test(subject));
  narrator.ok('an incident is open, and the on-call person got this message:');
  narrator.block(`${mail.subject}\n\n${mail.body.trimEnd()}`);
  const [worst = ''] = [...drifted];
  for (const part of [MODEL, 'production', 'v2', worst.slice(0, 12), 'DO'])
    expectThat('the message', `${mail.subject}\n${mail.body}`.includes(part), `names ${part}`, mail.body);
}

/** The clinic mends its export: the next window closes the incident. */
async function mended(demo: Demo, rows: string[][]): Promise<void> {
  const { narrator, session, inbox } = demo;
  narrator.step(`the clinic mends its export: ${rows.length} rows in centimetres arrive`);
  const report = await measured(demo, rows);
  expectEqual('the outcome once it is mended', 'no-drift', report.outcome);
  const mail = await inbox.waitFor('the end of the drift', ({ subject }) => /drift ended/i.test(subject));
  narrator.ok('the incident is closed, and the on-call person got this message:');
  narrator.block(`${mail.subject}\n\n${mail.body.trimEnd()}`);

  narrator.command(`sluice drift ${MODEL} --stage production --trend --days 1`);
  const day = { from: new Date(Date.now() - DAY_MS).toISOString(), to: new Date().toISOString() };
  const trend = await readTrend(session, MODEL, 'production', day);
  narrator.block(trendText(trend));
  expectEqual('the windows of the trend', 'drift, no-drift', trend.windows.map(({ outcome }) => outcome).join(', '));
  expectEqual(
    'the incidents of the trend',
    'drift closed',
    trend.incidents.map(({ kind, state }) => `${kind} ${state}`).join(', '),
  );
}

const DAY_MS = 86_400_000;

/** Sends rows, and has the window around them measured. */
async function measured(demo: Demo, rows: string[][]): Promise<DriftReport> {
  const { narrator, session, application } = demo;
  const configuration = await expectServing(demo, 'production', 2);
  const window = await sendOnce(application, endpointOf(demo, 'production'), rows);
  await captured(demo, configuration);
  narrator.command(`sluice drift ${MODEL} --stage production --from ${window.from} --to ${window.to}`);
  const report = await measureDrift(session, MODEL, 'production', window, 60);
  narrator.block(driftText(report));
  expectEqual('rows read from the capture of the window', rows.length, report.rowsRead);
  return report;
}

/** Capture arrives in the background: waits until no more comes. */
async function captured({ session }: Demo, configuration: string): Promise<void> {
  const client = new S3Client({ ...session.admin, forcePathStyle: true });
  const size = async (): Promise<number> => {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: session.outputs['capture-bucket'],
        Prefix: capturePrefix(MODEL, 'production', configuration),
      }),
    );
    return (page.Contents ?? []).reduce((sum, { Size = 0 }) => sum + Size, 0);
  };
  let quiet = 0;
  for (let before = await size(); quiet < 4; ) {
    await sleep(500);
    const now = await size();
    quiet = now === before && now > 0 ? quiet + 1 : 0;
    before = now;
  }
}
