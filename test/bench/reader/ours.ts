/**
 * A process that checks a table as an upload under a frozen contract is checked: rules, split, profile, digest, canonical
 * files. Arguments: the table, a folder for the files. Prints rows, CPU seconds and peak memory of the whole process.
 */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { checkRows } from '../../../lib/core/data/check.ts';
import { contractOf } from '../../../lib/core/data/contract.ts';
import { layoutOf } from '../../../lib/core/data/header.ts';
import { openCsv } from '../../../lib/core/data/readers/csv.ts';
import { manifest, SCHEMA } from './table.ts';

const [, , table = '', folder = ''] = process.argv;
const file = await openCsv(createReadStream(table, { highWaterMark: 64 * 1024 }));
const rules = manifest();
const layout = layoutOf(file.header, rules, SCHEMA);
const files = new Map<string, number>();
const { kept, digest } = await checkRows(
  file.batches,
  { manifest: rules, layout, contract: contractOf(rules, layout, SCHEMA) },
  async (name, text) => {
    const open = files.get(name) ?? openSync(path.join(folder, name), 'w');
    files.set(name, open);
    writeSync(open, typeof text === 'string' ? Buffer.from(text) : text);
  },
);
for (const open of files.values()) closeSync(open);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ rows: kept, digest, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
