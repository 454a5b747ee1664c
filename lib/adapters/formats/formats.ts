/** Formats by Node's zlib and by hyparquet. */
import type { Formats } from '../../core/ports/formats.ts';
import { gunzip } from './gunzip.ts';
import { parquet } from './parquet.ts';

export const formats: Formats = { gunzip, parquet };
