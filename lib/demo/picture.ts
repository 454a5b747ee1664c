/**
 * The README's picture: what `sluice promote --watch` showed of the release that was rolled back, drawn from the documents
 * that a run of the demo recorded. `node lib/demo/main.ts --record lib/docs/rollback.json` records, this file draws.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { endedBadly } from '../cli/commands/promote.ts';
import { failureOf } from '../cli/failure.ts';
import { renderTerminal } from '../cli/output/svg.ts';
import { toned } from '../cli/output/tones.ts';
import { headText, lookText, type Release } from '../cli/release/text.ts';
import { ReleaseView } from '../core/contracts/api.ts';
import { ROOT } from '../local/paths.ts';

export const RECORDING = path.join(ROOT, 'lib', 'docs', 'rollback.json');
export const PICTURE = path.join(ROOT, 'lib', 'docs', 'rollback.svg');

/** @throws ZodError when the recording is no list of releases */
export const readRecording = (): Release[] =>
  z
    .array(ReleaseView)
    .min(2)
    .parse(JSON.parse(readFileSync(RECORDING, 'utf8')));

/** @param seen looks at a release that was rolled back, its end last */
export function rollbackPicture(seen: readonly Release[]): string {
  const looks = seen.slice(0, -1);
  const end = seen.at(-1);
  if (end?.state !== 'rolled-back') throw new Error(`the recording ends with ${end?.state}, not with a rollback`);
  const { model, stage, version, from, cause } = end;
  const texts = [
    `$ sluice promote ${model} ${version} --stage ${stage} --watch`,
    headText(end),
    ...looks.map(lookText),
    failureOf(endedBadly(end)).text,
  ];
  return renderTerminal({
    title: `A release of ${model} that is rolled back. ${cause?.message ?? ''}; ${stage} serves version ${from ?? 'none'} again.`,
    lines: texts.flatMap((text) => text.split('\n')).map(toned),
  });
}

if (process.argv[1] === import.meta.filename) writeFileSync(PICTURE, rollbackPicture(readRecording()));
