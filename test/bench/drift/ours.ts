/** A comparison as a process of its own, from files to page and JSON: `ours.ts BEFORE NOW`. BEFORE may be a stored profile. Prints what `answer.ts` says. */
import { readFileSync } from 'node:fs';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { fileSource } from '../../../lib/cli/input/file-source.ts';
import { Profile } from '../../../lib/core/contracts/profile.ts';
import { openTable } from '../../../lib/core/data/readers/open-table.ts';
import { compareSets } from '../../../lib/core/drift/compare/compare-sets.ts';
import { readSet, storedSet } from '../../../lib/core/drift/compare/read-set.ts';
import { comparisonPage } from '../../../lib/core/reports/comparison-page.ts';
import type { Answer } from './answer.ts';

const [, , before = '', now = ''] = process.argv;
const opened = (file: string) => () => openTable(fileSource(file), formats);
const was = before.endsWith('.json')
  ? storedSet(before, Profile.parse(JSON.parse(readFileSync(before, 'utf8'))), undefined)
  : await readSet(before, opened(before), {});
const comparison = compareSets(was, await readSet(now, opened(now), { like: was.types }));
const written = JSON.stringify(comparison).length + comparisonPage(comparison, new Date().toISOString()).length;
if (written === 0) throw new Error('nothing was written');
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const answer: Answer = {
  rows: comparison.now.rows,
  called: comparison.columns.flatMap(({ column, state }) => (state === 'changed' ? [column] : [])).sort(),
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  memory: maxRSS / 1024,
};
console.log(JSON.stringify(answer));
