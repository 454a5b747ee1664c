/** Whether a file has the columns of what it is compared with. */
import type { Profile } from '../../contracts/profile.ts';
import { missingColumn, refuseMismatch, unknownColumn } from '../name-mismatch.ts';
import type { OpenFile } from './profile-file.ts';

/** @throws UploadRefused `header-mismatch`; UnreadableFile */
export async function compareColumns(open: OpenFile, { columns }: Profile): Promise<void> {
  const file = await open();
  await file.close();
  const names = file.header.map((name) => name.trim());
  const expected = columns.map(({ name }) => name);
  const gone = expected.filter((name) => !names.includes(name));
  const fresh = names.filter((name) => !expected.includes(name));
  refuseMismatch(
    gone.map((name) => missingColumn(name, names, fresh)),
    fresh.map((name) =>
      unknownColumn(name, { expected: 'only the columns of the data it is compared with', mend: 'leave it out' }),
    ),
  );
}
