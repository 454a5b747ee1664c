/** The contract of a model's data: the schema, and the rules its manifest sets on top. */
import type { ColumnSpec, Manifest } from '../contracts/manifest/schema.ts';
import type { ColumnType, DatasetSchema, SchemaColumn } from '../contracts/schema.ts';
import type { Layout } from './header.ts';
import { nullWords } from './null-words.ts';
import { refuseSplit } from './refuse-split.ts';
import { type RowRule, rowRules, ruleColumns } from './row-rules.ts';

/** What a cell of one column must be. */
export interface ColumnRule {
  name: string;
  type: ColumnType;
  min?: number;
  max?: number;
  values?: ReadonlySet<string>;
  required: boolean;
  /** Words that stand for a missing cell. */
  nulls?: ReadonlySet<string>;
  unique?: true;
  maxNullShare?: number;
}

export interface Contract {
  schema: DatasetSchema;
  /** Features in contract order. */
  rules: ColumnRule[];
  target: ColumnRule;
  /** Words that stand for a missing id. */
  idNulls?: ReadonlySet<string>;
  /** What rows must keep across columns; absent: nothing. */
  rowRules?: readonly RowRule[];
}

/** What the first pass over a first upload found out. */
export interface Inferred {
  /** Types of the features by name. */
  types: ReadonlyMap<string, ColumnType>;
  target: { type: ColumnType; labels?: [string, string] };
}

/**
 * Makes the contract. A type comes from the manifest where it declares one, else from the frozen schema, else from the
 * data; allowed values, ranges and rules come from the manifest alone.
 *
 * @throws UploadRefused `rule-unusable`
 */
export function contractOf(manifest: Manifest, layout: Layout, known: DatasetSchema | Inferred): Contract {
  const specs = manifest.data.columns;
  const ruleFor = (name: string, type: ColumnType): ColumnRule => {
    const words = nullWords(manifest.data, name);
    const rule = ruleOf(name, specOf(specs, name), type);
    return words.length > 0 ? { ...rule, nulls: new Set(words) } : rule;
  };
  const types = 'types' in known ? known.types : new Map(known.columns.map(({ name, type }) => [name, type] as const));
  const rules = layout.features.map(({ name }) => ruleFor(name, types.get(name) ?? 'text'));
  const labels = known.target.labels;
  const ignored = 'types' in known ? layout.ignored : known.ignored;
  const target: ColumnRule = {
    ...ruleFor(manifest.data.target, known.target.type),
    required: true,
    ...(labels ? { values: new Set(labels) } : {}),
  };
  refuseSplit(manifest.data, rules);
  const { id, rules: texts = [], ignore = [] } = manifest.data;
  const named = {
    columns: ruleColumns(rules, target, id),
    complete: true,
    excluded: new Map(ignore.map((name) => [name, 'is left out by data.ignore'])),
  };
  const idNulls = id === undefined ? [] : nullWords(manifest.data, id);
  return {
    rules,
    target,
    ...(idNulls.length > 0 ? { idNulls: new Set(idNulls) } : {}),
    ...(texts.length > 0 ? { rowRules: rowRules(texts, named) } : {}),
    schema: {
      v: 1,
      task: manifest.task,
      columns: rules.map(({ name, type, nulls }): SchemaColumn => {
        const values = specOf(specs, name)?.values;
        return { name, type, ...(values ? { values } : {}), ...(nulls ? { nulls: [...nulls] } : {}) };
      }),
      target: { name: target.name, type: target.type, ...(labels ? { labels } : {}) },
      ...(id === undefined ? {} : { id }),
      ...(ignored && ignored.length > 0 ? { ignored } : {}),
    },
  };
}

const specOf = (specs: Readonly<Record<string, ColumnSpec>>, name: string): ColumnSpec | undefined =>
  Object.hasOwn(specs, name) ? specs[name] : undefined;

function ruleOf(name: string, spec: ColumnSpec | undefined, type: ColumnType): ColumnRule {
  return {
    name,
    type: spec?.type ?? type,
    ...(spec?.min === undefined ? {} : { min: spec.min }),
    ...(spec?.max === undefined ? {} : { max: spec.max }),
    ...(spec?.values ? { values: new Set(spec.values) } : {}),
    required: spec?.required ?? false,
    ...(spec?.unique ? { unique: true } : {}),
    ...(spec?.maxNullShare === undefined ? {} : { maxNullShare: spec.maxNullShare }),
  };
}
