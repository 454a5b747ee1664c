/** All labels of a model that came since a time, from the files they lie in. */
import { labelsPrefix } from '../contracts/locations.ts';
import { Problem } from '../contracts/problems.ts';
import type { PerformanceReport } from '../performance/document.ts';
import { LabelBook } from '../performance/label-book.ts';
import { parseLabels } from '../performance/labels.ts';
import type { Objects } from '../ports/objects.ts';
import { ulidTime } from '../registry/ulid-time.ts';

/** What one function reads in its seconds. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FAULTS = 5;
const NAMED_BY_ULID = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\.csv$/;

export interface LabelsRead extends Pick<PerformanceReport['labels'], 'unreadable' | 'faults'> {
  book: LabelBook;
}

/** @param since labels that came before are of no request from then on. @throws Problem too-large */
export async function readLabels(
  { objects, dataBucket }: { objects: Objects; dataBucket: string },
  model: string,
  since: number,
): Promise<LabelsRead> {
  const prefix = labelsPrefix(model);
  const files: { key: string; came: number }[] = [];
  let bytes = 0;
  for await (const { key, size, lastModified } of objects.list(dataBucket, prefix)) {
    const [, ulid] = NAMED_BY_ULID.exec(key.slice(prefix.length)) ?? [];
    const came = ulid ? ulidTime(ulid) : lastModified.getTime();
    if (key.endsWith('/') || came < since) continue;
    files.push({ key, came });
    bytes += size;
  }
  if (bytes > MOST_BYTES)
    throw new Problem(
      'too-large',
      `${bytes} bytes of labels came in this time, at most ${MOST_BYTES} are read at once`,
      {
        mend: 'ask for a later begin',
      },
    );
  // What came later counts; of the same moment, the key decides, so that two readings agree.
  files.sort((a, b) => a.came - b.came || (a.key < b.key ? -1 : 1));
  const read: LabelsRead = { book: new LabelBook(), unreadable: 0, faults: [] };
  for (const { key, came } of files) {
    const { labels, faults } = parseLabels(await objects.text({ bucket: dataBucket, key }));
    for (const label of labels) read.book.add(label, came);
    read.unreadable += faults.length;
    for (const fault of faults.slice(0, MOST_FAULTS - read.faults.length)) read.faults.push({ key, ...fault });
  }
  return read;
}
