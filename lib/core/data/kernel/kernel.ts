/**
 * The inner loops of the engine as machine code: finding cells, reading numbers, adding them up and hashing them cost most
 * of a pass over a file, and WebAssembly does them several times faster than JavaScript. `assembly/` is their source in
 * AssemblyScript, `binary.ts` what it compiles to.
 */
import { BINARY } from './binary.ts';

/** A variable of the kernel. */
interface Variable {
  value: number;
}

/** Pointers are places in the memory of the arena that runs it. @see assembly/ for each function */
export interface Kernel {
  readonly csvAt: Variable;
  readonly csvLine: Variable;
  readonly csvRows: Variable;
  readonly csvReached: Readonly<Variable>;
  readonly csvUnterminated: Variable;
  csvInto(
    width: number,
    capacity: number,
    starts: number,
    ends: number,
    lines: number,
    faults: number,
    counts: number,
    froms: number,
  ): void;
  csvLimits(
    cellBytes: number,
    rowBytes: number,
    cells: number,
    textAfterQuote: number,
    cellTooLong: number,
    tooManyCells: number,
    wrongCellCount: number,
  ): void;
  csvScan(bytes: number, length: number, final: number, delimiter: number): number;
  countNumbers(values: number, rows: number, table: number, open: number): number;
  readonly captureAt: Variable;
  readonly captureLine: Variable;
  readonly captureRows: Variable;
  readonly captureRecords: Variable;
  captureInto(width: number, capacity: number, starts: number, ends: number, lines: number): void;
  captureRecordsInto(
    records: number,
    times: number,
    rows: number,
    eventStarts: number,
    eventEnds: number,
    eventHashes: number,
  ): void;
  captureScan(bytes: number, length: number, form: number, least: number, most: number): number;
  readNumbers(
    bytes: number,
    starts: number,
    ends: number,
    rows: number,
    width: number,
    position: number,
    whole: number,
    least: number,
    most: number,
    required: number,
    out: number,
    open: number,
  ): number;
  readLevels(
    bytes: number,
    starts: number,
    ends: number,
    rows: number,
    width: number,
    position: number,
    cache: number,
    places: number,
    required: number,
    out: number,
    open: number,
  ): number;
  keepLevel(at: number, length: number, level: number, cache: number, places: number): void;
  addNumbers(values: number, rows: number, shift: number, out: number): void;
  copyEvery(values: number, step: number, rows: number, out: number): void;
  countPresent(values: number, rows: number): number;
  sumBeyond(values: number, rows: number, offset: number): number;
  squaresBeyond(values: number, rows: number, offset: number): number;
  rescale(values: number, rows: number, offset: number, scale: number): void;
  sumOfProducts(x: number, y: number, rows: number): number;
  sumPairs(x: number, y: number, rows: number, out: number): void;
  cellBytes(starts: number, ends: number, cells: number): number;
  readonly canonicalRow: Variable;
  readonly canonicalCell: Variable;
  readonly canonicalBytes: Variable;
  writeCanonical(
    bytes: number,
    starts: number,
    ends: number,
    width: number,
    kept: number,
    rows: number,
    columns: number,
    cells: number,
    features: number,
    out: number,
    from: number,
    to: number,
    rowEnds: number,
    featureEnds: number,
  ): number;
  quotesIn(bytes: number, length: number): number;
  readonly flattened: Readonly<Variable>;
  writeLines(
    bytes: number,
    from: number,
    to: number,
    width: number,
    rows: number,
    sides: number,
    side: number,
    plain: number,
    first: number,
    last: number,
    out: number,
  ): number;
  sortNumbers(values: number, length: number, scratch: number, counts: number): number;
  readonly walkDistance: Readonly<Variable>;
  readonly walkPairs: Readonly<Variable>;
  readonly walkTies: Readonly<Variable>;
  walkSamples(baseline: number, n: number, now: number, m: number): void;
  countDifferent(sorted: number, length: number): number;
  mixNumbers(values: number, rows: number, low: number, high: number, missing: number): void;
  chooseHashes(low: number, high: number, rows: number, every: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** A kernel of its own, over a memory. */
export function kernelOver(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(BINARY, 'base64')));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as Kernel;
}
