/** Formats by Node's zlib. */
import type { Formats } from '../../core/ports/formats.ts';
import { gunzip } from './gunzip.ts';

export const formats: Formats = { gunzip };
