/** Several files as one table: the rows of the first, then those of the second, and so on. */
import type { CellBatch } from '../cell-batch.ts';
import { refuseCutOff } from '../cut-off.ts';
import { nameSome } from '../name-some.ts';
import type { TableFile } from '../readers/table-file.ts';
import { UnreadableFile } from '../readers/unreadable-file.ts';
import { refuse } from '../refused.ts';
import { type Places, places } from './places.ts';

export interface SetMember {
  name: string;
  open(): Promise<TableFile>;
}

/** Lines are counted over all files: `places` tells which file they are of. */
export interface SetTable extends TableFile {
  places: Places;
}

/**
 * Every file has a header of its own, with the same columns in the same order, and all are of one format.
 *
 * @param members at least one
 * @throws UnreadableFile, and what opening throws; while rows are read also UploadRefused `header-mismatch`
 */
export async function openSet(members: readonly SetMember[]): Promise<SetTable> {
  const [first, ...others] = members;
  if (!first) throw new RangeError('a set has at least one file');
  const where = places();
  let open = await openMember(first);
  const { format, header, headerLine } = open;

  async function* batches(): AsyncGenerator<CellBatch> {
    let rows = 0;
    for (const member of [first, ...others] as SetMember[]) {
      if (member !== first) {
        await open.close();
        open = await openMember(member);
        refuseOther(member.name, open, first?.name ?? '', { format, header });
      }
      where.next(member.name);
      try {
        for await (const batch of open.batches) {
          refuseCutOff(batch);
          const lines = batch.lines.slice(0, batch.rows).map((line) => where.lineOf(line));
          yield { ...batch, lines, firstRow: rows };
          rows += batch.rows;
        }
      } catch (error) {
        throw inFile(error, member.name);
      }
    }
  }
  return { format, header, headerLine, batches: batches(), close: () => open.close(), places: where };
}

/** @throws UnreadableFile that says which file it is */
export async function openMember<T>({ name, open }: { name: string; open(): Promise<T> }): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw inFile(error, name);
  }
}

/** A file that cannot be read says which it is. Its line is told in the message: it is none of the count. */
export function inFile(error: unknown, name: string): unknown {
  if (!(error instanceof UnreadableFile)) return error;
  const { reason, message, mend } = error;
  return new UnreadableFile(reason, `in ${name}, ${message}`, mend);
}

type Form = Pick<TableFile, 'format' | 'header'>;

/** @param first name of the file whose form all have @throws UnreadableFile, UploadRefused `header-mismatch` */
export function refuseOther(name: string, { format, header }: Form, first: string, wanted: Form): void {
  if (format !== wanted.format)
    throw new UnreadableFile(
      'foreign',
      `in the set, ${name} is ${format} and ${first} is ${wanted.format}`,
      'upload files of one format in a set',
    );
  const names = header.map((column) => column.trim());
  const columns = wanted.header.map((column) => column.trim());
  if (names.length === columns.length && names.every((column, index) => column === columns[index])) return;
  const gone = columns.filter((column) => !names.includes(column));
  const fresh = names.filter((column) => !columns.includes(column));
  const parts = [
    ...(gone.length > 0 ? [`it lacks ${nameSome(gone)}`] : []),
    ...(fresh.length > 0 ? [`it has ${nameSome(fresh)} more`] : []),
  ];
  const seen = parts.length > 0 ? parts.join(', and ') : 'the same columns in another order';
  refuse('header-mismatch', `In the set, ${name} has another header than ${first}.`, [
    {
      rule: 'other-header',
      expected: `the header of ${first}`,
      seen: `${name}: ${seen}`,
      mend: 'give all files of the set one header, in one order',
    },
  ]);
}
