/** What one row may cost. Beyond it the row is set aside, whatever it holds. */
export interface CsvLimits {
  cellBytes: number;
  cells: number;
  rowBytes: number;
  /**
   * How often a row whose quote never closes, or that has text behind a closing quote and several lines, is given up and
   * reading goes on behind its first line. Bounds the work of a hostile file.
   */
  resyncs: number;
}

export const CSV_LIMITS: CsvLimits = {
  cellBytes: 1024 * 1024,
  cells: 4096,
  rowBytes: 8 * 1024 * 1024,
  resyncs: 100,
};

/** Why a row cannot be read. */
export const ROW_FAULTS = [
  'not-utf8',
  'unclosed-quote',
  'text-after-quote',
  'cell-too-long',
  'row-too-long',
  'too-many-cells',
  'broken-json',
  'nested-value',
  'not-finite',
  'repeated-key',
  'unknown-key',
  'wrong-cell-count',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** A fault as batches name it: 0 is none. */
export const faultCode = (fault: RowFault): number => 1 + ROW_FAULTS.indexOf(fault);
export const faultOf = (code: number): RowFault | undefined => ROW_FAULTS[code - 1];
