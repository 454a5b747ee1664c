/** The message about a file of labels. */
import type { NoticeOf } from '../../messages/notice.ts';
import { from, type Place } from '../../messages/place.ts';
import type { LabelFault } from '../../performance/labels.ts';

/** @param key of the file @param refused `faults` in the order of the lines, one at least */
export function labelsRefusedNotice(
  origin: Place,
  model: string,
  key: string,
  { faults, ...refused }: { arrived: string; labels: number; faults: readonly LabelFault[] },
): NoticeOf<'labels-refused'> {
  return {
    kind: 'labels-refused',
    ...from(origin),
    model: model.slice(0, 64),
    file: key.slice(key.indexOf('/labels/') + '/labels/'.length).slice(0, 256),
    ...refused,
    wrong: faults.length,
    findings: findingsOf(faults),
    mend: faults[0]?.mend ?? '',
  };
}

/** Lines with the same fault are one finding; the most frequent first. */
function findingsOf(faults: readonly LabelFault[]): NoticeOf<'labels-refused'>['findings'] {
  const found = new Map<string, NoticeOf<'labels-refused'>['findings'][number] & { count: number }>();
  for (const { line, column, fault } of faults) {
    const name = `${column} ${fault}`;
    const known = found.get(name);
    if (known) known.count += 1;
    else found.set(name, { ...(column === undefined ? {} : { column }), what: fault, count: 1, line });
  }
  // Faults that tell a size differ from line to line; people read the first few.
  return [...found.values()].sort((a, b) => b.count - a.count).slice(0, MOST_FINDINGS);
}

const MOST_FINDINGS = 10;
