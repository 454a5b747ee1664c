/** What a column of a Parquet file is, by its description there. */
import type { SchemaElement } from 'hyparquet';
import type { ParquetColumn, ParquetKind } from '../../core/ports/parquet.ts';

const UNITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;

/** What a physical type holds when nothing more is said of it. */
const PHYSICAL = {
  BOOLEAN: 'boolean',
  INT32: 'integer',
  INT64: 'integer',
  INT96: 'timestamp',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'text',
  FIXED_LEN_BYTE_ARRAY: undefined,
} as const satisfies Record<NonNullable<SchemaElement['type']>, ParquetKind | undefined>;

export function parquetColumn(element: SchemaElement): ParquetColumn {
  const { name } = element;
  const column = (kind: ParquetColumn['kind'], scale = 0): ParquetColumn => ({ name, kind, scale });
  const not = (unsupported: string): ParquetColumn => column({ unsupported });
  if (element.num_children) return not('a nested column');
  if (element.repetition_type === 'REPEATED') return not('a list');
  const { logical_type: logical, converted_type: converted, type } = element;
  switch (logical?.type ?? converted) {
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return column('text');
    case 'DECIMAL':
      return column('decimal', logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0));
    case 'DATE':
      return column('date');
    case 'TIME':
    case 'TIMESTAMP':
      if (logical?.type !== 'TIME' && logical?.type !== 'TIMESTAMP') return not('a time without a unit');
      return column(logical.type === 'TIME' ? 'time' : 'timestamp', UNITS[logical.unit]);
    case 'TIME_MILLIS':
      return column('time', 3);
    case 'TIME_MICROS':
      return column('time', 6);
    case 'TIMESTAMP_MILLIS':
      return column('timestamp', 3);
    case 'TIMESTAMP_MICROS':
      return column('timestamp', 6);
    case 'UUID':
      return column('uuid');
    case 'FLOAT16':
      return column('half');
    case 'INTEGER':
      return column(logical?.type === 'INTEGER' && !logical.isSigned ? 'unsigned' : 'integer');
    case 'UINT_8':
    case 'UINT_16':
    case 'UINT_32':
    case 'UINT_64':
      return column('unsigned');
    case 'INT_8':
    case 'INT_16':
    case 'INT_32':
    case 'INT_64':
      return column('integer');
    case 'NULL':
    case undefined: {
      const kind = type && PHYSICAL[type];
      return kind ? column(kind, type === 'INT96' ? 9 : 0) : not('bytes without a meaning');
    }
    case 'LIST':
    case 'MAP':
    case 'MAP_KEY_VALUE':
      return not('a nested column');
    default:
      return not(`a column of type ${logical?.type ?? converted}`);
  }
}
