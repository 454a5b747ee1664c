/** All labels of a model that came since a time, from the files they lie in. */
import { labelsPrefix } from '../contracts/locations.ts';
import { Problem } from '../contracts/problems.ts';
import type { PerformanceReport } from '../performance/document.ts';
import { LabelBook } from '../performance/label-book.ts';
import { parseLabels } from '../performance/labels.ts';
import type { Objects } from '../ports/objects.ts';
import { ulidTime } from '../registry/ulid-time.ts';
import { type SmallObject, textsOf } from './small-objects.ts';

/** What one function reads in its seconds. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 20_000;
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
  const files: (SmallObject & { came: number })[] = [];
  let bytes = 0;
  for await (const { key, size, lastModified } of objects.list(dataBucket, prefix)) {
    const [, ulid] = NAMED_BY_ULID.exec(key.slice(prefix.length)) ?? [];
    const came = ulid ? ulidTime(ulid) : lastModified.getTime();
    if (key.endsWith('/') || came < since) continue;
    files.push({ key, size, came });
    bytes += size;
  }
  if (bytes > MOST_BYTES || files.length > MOST_FILES)
    throw new Problem(
      'too-large',
      `${files.length} files of labels of ${bytes} bytes came in this time; at most ${MOST_FILES} of ${MOST_BYTES} bytes are read at once`,
      {
        mend: 'ask for a later begin, and send many labels in one request',
      },
    );
  // What came later counts; of the same moment, the key decides, so that two readings agree.
  files.sort((a, b) => a.came - b.came || (a.key < b.key ? -1 : 1));
  const read: LabelsRead = { book: new LabelBook(), unreadable: 0, faults: [] };
  for await (const { file, text } of textsOf(objects, dataBucket, files)) {
    const { labels, faults } = parseLabels(text);
    for (const label of labels) read.book.add(label, file.came);
    read.unreadable += faults.length;
    for (const fault of faults.slice(0, MOST_FAULTS - read.faults.length))
      read.faults.push({ key: file.key, ...fault });
  }
  return read;
}
