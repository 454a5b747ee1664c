/** Whether a file has the columns of what it is compared with. */
import type { Finding } from '../../contracts/check.ts';
import { nearest } from '../../contracts/manifest/nearest.ts';
import type { Profile } from '../../contracts/profile.ts';
import { nameSome } from '../name-some.ts';
import { refuse } from '../refused.ts';
import type { OpenFile } from './profile-file.ts';

/** @throws UploadRefused `header-mismatch`; UnreadableFile */
export async function compareColumns(open: OpenFile, { columns }: Profile): Promise<void> {
  const file = await open();
  await file.close();
  const names = file.header.map((name) => name.trim());
  const expected = columns.map(({ name }) => name);
  const gone = expected.filter((name) => !names.includes(name));
  const fresh = names.filter((name) => !expected.includes(name));
  if (gone.length === 0 && fresh.length === 0) return;
  const parts = [
    ...(gone.length > 0 ? [`Missing: ${nameSome(gone)}`] : []),
    ...(fresh.length > 0 ? [`Unknown: ${nameSome(fresh)}`] : []),
  ];
  refuse('header-mismatch', `${parts.join('. ')}.`, [
    ...gone.map((name): Finding => {
      const near = nearest(name, fresh);
      return {
        column: name,
        rule: 'missing-column',
        expected: 'a column of this name',
        seen: names.length === 1 ? 'a file of one column' : 'none',
        ...(near ? { cause: `renamed to ${near}?` } : {}),
        mend: near ? `rename ${near} to ${name}` : 'add it; leave cells empty where the value is not known',
      };
    }),
    ...fresh.map(
      (name): Finding => ({
        column: name,
        rule: 'unknown-column',
        expected: 'only the columns of the data it is compared with',
        seen: 'a column that is not among them',
        mend: 'leave it out',
      }),
    ),
  ]);
}
