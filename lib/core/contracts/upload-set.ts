/**
 * An upload of several files. They lie in one folder whose name ends with `.set`, below `<model>/uploads/`; nothing begins
 * before the closing object is there, which names them all. They are read in its order, as one dataset.
 */
import * as z from 'zod';

/** Name of the closing object. No data file may have it. */
export const CLOSING_FILE = '_set.json';
/** Lies in the folder from the announcement of a set on, so that it is missed where nothing follows. No data file may have its name. */
export const ANNOUNCED_FILE = '_announced.json';
const SET_SUFFIX = '.set';
/** Folder of an announced set, below its upload id. */
const ANNOUNCED_FOLDER = `files${SET_SUFFIX}`;

export const MOST_SET_FILES = 1000;

/** The last part of an S3 key of ours: nothing in it needs an escape anywhere. */
export const FileName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'is not a file name of letters, digits, dot, hyphen and underscore, at most 128 long',
  );

export const SetFile = z.strictObject({
  name: FileName,
  /** Size in bytes. */
  bytes: z.number().int().nonnegative(),
  /** Of the bytes, in hex: where it is given, the file is read once more to compare it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hex')
    .optional(),
});
export type SetFile = z.infer<typeof SetFile>;

/** The files, in the order they are read. */
export const SetFiles = z
  .array(SetFile)
  .min(1)
  .max(MOST_SET_FILES, `has more than ${MOST_SET_FILES} files`)
  .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'names a file twice');

/** The closing object. */
export const UploadSet = z.strictObject({ sluice: z.literal(1), files: SetFiles });
export type UploadSet = z.infer<typeof UploadSet>;

/** Folder of the set a key belongs to, with its final slash; undefined when it belongs to none. */
export function setFolder(key: string): string | undefined {
  const parts = key.split('/');
  const at = parts.findIndex((part, index) => index >= 2 && index < parts.length - 1 && part.endsWith(SET_SUFFIX));
  return at === -1 ? undefined : `${parts.slice(0, at + 1).join('/')}/`;
}

export const announcedKey = (folder: string): string => `${folder}${ANNOUNCED_FILE}`;
export const closingKey = (folder: string): string => `${folder}${CLOSING_FILE}`;

export const isClosingKey = (key: string): boolean => {
  const folder = setFolder(key);
  return folder !== undefined && key === closingKey(folder);
};

/** What people call an upload: its file, or the folder of its set. */
export function uploadName(key: string): string {
  const parts = key.split('/');
  return (isClosingKey(key) ? parts.at(-2) : parts.at(-1)) ?? key;
}

export const announcedSetFolder = (model: string, upload: string): string =>
  `${model}/uploads/${upload}/${ANNOUNCED_FOLDER}/`;
