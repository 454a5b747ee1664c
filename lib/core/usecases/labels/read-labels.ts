/** All labels of a model that came since a time, from the files they lie in. */
import { Problem } from '../../contracts/problems.ts';
import type { PerformanceReport } from '../../performance/document.ts';
import { LabelBook } from '../../performance/label-book.ts';
import { parseLabels } from '../../performance/labels.ts';
import { type CameTogether, parsePacked } from '../../performance/packed-labels.ts';
import { RefusedLabels } from '../../performance/refused-labels.ts';
import type { Objects } from '../../ports/objects.ts';
import { firstWithin, textsOf } from '../small-objects.ts';
import { type LabelFile, labelFiles } from './label-files.ts';

/** What one function reads in the seconds of a request. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 20_000;
/** What one function reads in its minutes: about two million labels. */
export const MOST_LABEL_BYTES = 64 * 1024 * 1024;
const MOST_FAULTS = 5;

export interface LabelsRead extends Pick<PerformanceReport['labels'], 'unreadable' | 'faults'> {
  book: LabelBook;
}

export interface LabelPorts {
  objects: Objects;
  dataBucket: string;
}

/** @param since labels that came before are of no request from then on. @throws Problem too-large */
export async function readLabels(ports: LabelPorts, model: string, since: number): Promise<LabelsRead> {
  const files = await labelFiles(ports.objects, ports.dataBucket, model, since);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES || files.length > MOST_FILES)
    throw new Problem(
      'too-large',
      `${files.length} files of labels of ${bytes} bytes came in this time; at most ${MOST_FILES} of ${MOST_BYTES} bytes are read at once`,
      {
        mend: 'ask for a later begin, and send many labels in one request',
      },
    );
  return readFiles(ports, files, since);
}

/** As `readLabels`, but of more than `mostBytes` the newest are read, and the others are not. */
export async function readNewestLabels(
  ports: LabelPorts,
  model: string,
  since: number,
  mostBytes: number,
): Promise<LabelsRead> {
  const files = await labelFiles(ports.objects, ports.dataBucket, model, since);
  const newest = files.sort((a, b) => b.came - a.came);
  return readFiles(ports, firstWithin(newest, mostBytes), since);
}

async function readFiles(
  { objects, dataBucket }: LabelPorts,
  files: readonly LabelFile[],
  since: number,
): Promise<LabelsRead> {
  const read: LabelsRead = { book: new LabelBook(), unreadable: 0, faults: [] };
  const batches: CameTogether[] = [];
  // Of the same moment the key decides, so that two readings agree.
  const inOrder = files.toSorted((a, b) => a.came - b.came || (a.key < b.key ? -1 : 1));
  for await (const { file, text } of textsOf(objects, dataBucket, inOrder)) {
    if (file.kind === 'packed') {
      batches.push(...parsePacked(text).filter(({ came }) => came >= since));
      continue;
    }
    if (file.kind === 'refused') {
      const { key, wrong, faults } = RefusedLabels.parse(JSON.parse(text));
      tellOf(read, key, wrong, faults);
      continue;
    }
    const { labels, faults } = parseLabels(text);
    batches.push({ came: file.came, labels });
    tellOf(read, file.key, faults.length, faults);
  }
  // What came later counts.
  for (const { came, labels } of batches.sort((a, b) => a.came - b.came))
    for (const label of labels) read.book.add(label, came);
  return read;
}

function tellOf(
  read: LabelsRead,
  key: string,
  wrong: number,
  faults: readonly Omit<LabelsRead['faults'][number], 'key'>[],
): void {
  read.unreadable += wrong;
  for (const fault of faults.slice(0, MOST_FAULTS - read.faults.length)) read.faults.push({ key, ...fault });
}
