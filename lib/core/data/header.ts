/** Matches the header of a file with the contract: which column lies where. */
import type { Finding } from '../contracts/check.ts';
import { nearest } from '../contracts/manifest/nearest.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { DatasetSchema } from '../contracts/schema.ts';
import { missingColumn, refuseMismatch, unknownColumn } from './name-mismatch.ts';
import { refuse } from './refused.ts';

/** Positions are cells of a row in the file. */
export interface Layout {
  /** Features in contract order. */
  features: { name: string; position: number }[];
  target: number;
  id?: number;
  /** Columns of the file that the manifest leaves out. */
  ignored: string[];
  /** Cells a row has. */
  width: number;
}

const LONGEST_NAME = 256;

/** The frozen schema, as long as the manifest still asks for the same task, target, id and columns. */
export function stillFrozen(manifest: Manifest, schema: DatasetSchema | undefined): DatasetSchema | undefined {
  if (!schema) return undefined;
  const ignored = new Set(manifest.data.ignore);
  const same =
    schema.task === manifest.task &&
    schema.target.name === manifest.data.target &&
    schema.id === manifest.data.id &&
    schema.columns.every(({ name }) => !ignored.has(name)) &&
    (schema.ignored ?? []).every((name) => ignored.has(name));
  return same ? schema : undefined;
}

/**
 * Without a frozen schema the features are all columns but target, id and the ignored ones, in the order of the header.
 *
 * @throws UploadRefused `target-missing`, `header-mismatch`
 */
export function layoutOf(header: readonly string[], manifest: Manifest, frozen: DatasetSchema | undefined): Layout {
  const names = header.map((name) => name.trim());
  checkNames(names);
  const { target, id, columns, ignore = [] } = manifest.data;
  const position = new Map(names.map((name, index) => [name, index]));
  const targetAt = position.get(target);
  if (targetAt === undefined)
    refuse('target-missing', `It is ${JSON.stringify(target)}.`, [missingColumn(target, names)]);

  const ignored = names.filter((name) => ignore.includes(name));
  const others = names.filter((name) => name !== target && name !== id && !ignored.includes(name));
  const features = frozen ? frozen.columns.map(({ name }) => name) : others;
  const declared = Object.keys(columns).filter((name) => name !== target);
  const expected = new Set([...features, ...(id === undefined ? [] : [id]), ...declared]);
  refuseMismatch(
    [...expected].filter((name) => !position.has(name)).map((name) => missingColumn(name, names)),
    others.filter((name) => !features.includes(name)).map((name) => extra(name, features)),
  );
  if (features.length === 0)
    refuse('header-mismatch', 'Beside target, id and ignored columns there is none to learn from.', [
      { rule: 'no-features', expected: 'at least one more column', seen: 'none', mend: 'add columns to the file' },
    ]);
  const idAt = id === undefined ? undefined : position.get(id);
  return {
    features: features.map((name) => ({ name, position: position.get(name) ?? -1 })),
    target: targetAt,
    ...(idAt === undefined ? {} : { id: idAt }),
    ignored,
    width: names.length,
  };
}

/** Names that a contract can be made of. @throws UploadRefused `header-mismatch` */
export function checkNames(names: readonly string[]): void {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  names.forEach((name, index) => {
    const place = `column ${index + 1} of the header`;
    if (name === '')
      findings.push({
        rule: 'unnamed-column',
        expected: 'a name for each column',
        seen: `${place} has none`,
        cause: index === 0 ? 'an index column that was written along?' : 'a delimiter at the end of the header?',
        mend: 'name it or leave it out',
      });
    else if (name.length > LONGEST_NAME)
      findings.push({
        rule: 'long-name',
        expected: `names of at most ${LONGEST_NAME} characters`,
        seen: `${place} has ${name.length}`,
        cause: 'a file without a header?',
        mend: 'shorten it',
      });
    else if (seen.has(name))
      findings.push({
        column: name,
        rule: 'repeated-column',
        expected: 'each name once',
        seen: `${place} repeats it`,
        mend: 'rename or remove one of them',
      });
    seen.add(name);
  });
  if (findings.length > 0) refuse('header-mismatch', `${findings.length} names cannot be used.`, findings);
}

function extra(name: string, features: readonly string[]): Finding {
  const near = nearest(name, features);
  return unknownColumn(name, {
    expected: 'only the columns of the first accepted upload',
    ...(near ? { cause: `${near}, written differently?` } : {}),
    mend: 'leave it out, or name it in data.ignore and apply; if it is meant, accept it: sluice contract accept',
  });
}
