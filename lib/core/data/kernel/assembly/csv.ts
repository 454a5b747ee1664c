/**
 * Finds the cells of CSV rows in bytes (RFC 4180). A quote opens a quoted cell only as its first byte; elsewhere it is
 * text. Rows end with LF, CRLF or CR. Line ends and delimiters are found 64 bytes at a time, as one bit each.
 */

const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const QUOTE: u8 = 0x22;
/** Bytes whose ends are known at once. */
const BLOCK: usize = 64;
const ALL: u64 = 0xffff_ffff_ffff_ffff;

/** Why the scan stopped; as `STOPS` of csv-scan.ts. */
const FULL = 0;
const END = 1;
const MORE = 2;
const OPEN_QUOTE = 3;
const TOO_LONG = 4;
const BEHIND_QUOTE = 5;

/** Where the scan stands: the beginning of a row, and its physical line. After `TOO_LONG` `csvReached` is behind the byte that was one too many. */
export let csvAt: i32 = 0;
export let csvLine: f64 = 1;
export let csvReached: i32 = 0;
/** Rows found, and whether the last one has no line end. */
export let csvRows: i32 = 0;
export let csvUnterminated: i32 = 0;

let width: i32 = 0;
let capacity: i32 = 0;
let starts: usize = 0;
let ends: usize = 0;
let lines: usize = 0;
let faults: usize = 0;
let counts: usize = 0;
let froms: usize = 0;

let mostCellBytes: i32 = 0;
let mostRowBytes: i32 = 0;
let mostCells: i32 = 0;
let textAfterQuote: u8 = 0;
let cellTooLong: u8 = 0;
let tooManyCells: u8 = 0;
let wrongCellCount: u8 = 0;

/** Where rows are written that are found from now on: `found` of csv-scan.ts says what each array is. */
export function csvInto(
  theWidth: i32,
  theCapacity: i32,
  theStarts: usize,
  theEnds: usize,
  theLines: usize,
  theFaults: usize,
  theCounts: usize,
  theFroms: usize,
): void {
  width = theWidth;
  capacity = theCapacity;
  starts = theStarts;
  ends = theEnds;
  lines = theLines;
  faults = theFaults;
  counts = theCounts;
  froms = theFroms;
}

/** What a row may cost, and the codes of what is wrong with one. */
export function csvLimits(
  cellBytes: i32,
  rowBytes: i32,
  cells: i32,
  codeOfTextAfterQuote: u8,
  codeOfCellTooLong: u8,
  codeOfTooManyCells: u8,
  codeOfWrongCellCount: u8,
): void {
  mostCellBytes = cellBytes;
  mostRowBytes = rowBytes;
  mostCells = cells;
  textAfterQuote = codeOfTextAfterQuote;
  cellTooLong = codeOfCellTooLong;
  tooManyCells = codeOfTooManyCells;
  wrongCellCount = codeOfWrongCellCount;
}

/** In memory: a vector that is a constant is put together anew wherever it is needed. */
const LINE_ENDS: StaticArray<u64> = [
  0x0a0a_0a0a_0a0a_0a0a, 0x0a0a_0a0a_0a0a_0a0a, 0x0d0d_0d0d_0d0d_0d0d, 0x0d0d_0d0d_0d0d_0d0d,
];

function endsOf16(at: usize, delimiters: v128, lineFeeds: v128, returns: v128): u64 {
  const bytes = v128.load(at);
  const lineEnds = v128.or(i8x16.eq(bytes, lineFeeds), i8x16.eq(bytes, returns));
  return <u64>(<u32>i8x16.bitmask(v128.or(lineEnds, i8x16.eq(bytes, delimiters))));
}

/** A bit for each of 64 bytes: delimiters and line ends. */
function endsOf(at: usize, delimiters: v128, lineFeeds: v128, returns: v128): u64 {
  return (
    endsOf16(at, delimiters, lineFeeds, returns) |
    (endsOf16(at + 16, delimiters, lineFeeds, returns) << 16) |
    (endsOf16(at + 32, delimiters, lineFeeds, returns) << 32) |
    (endsOf16(at + 48, delimiters, lineFeeds, returns) << 48)
  );
}

/** @param slot its place among the starts @param toEnds how far from there it has its place among the ends */
function noteCell(slot: usize, toEnds: usize, start: i32, stop: i32): void {
  store<i32>(slot, start);
  store<i32>(slot + toEnds, stop);
}

function quotesOf(at: usize): i32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x22)));
}

function lineEndsOf(at: usize): i32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))));
}

/**
 * Scans rows from `csvAt` on and moves it behind the last whole one. Blank lines are passed over.
 *
 * @param bytes up to `length`; the byte behind them is overwritten, and 79 more are read
 * @param final whether the file ends there
 */
export function csvScan(bytes: usize, length: i32, final: bool, delimiter: u8): i32 {
  const end = bytes + <usize>length;
  // A line end that stops every scan: no comparison with `end` for each byte.
  store<u8>(end, LF);
  const delimiters = i8x16.splat(<i8>delimiter);
  const lineFeeds = v128.load(changetype<usize>(LINE_ENDS));
  const returns = v128.load(changetype<usize>(LINE_ENDS), 16);
  const toEnds = ends - starts;
  let at = bytes + <usize>csvAt;
  let rows = csvRows;
  let line = csvLine;
  // Of the block at `base`, ends at or behind `at`.
  let base = at;
  let open = endsOf(base, delimiters, lineFeeds, returns);

  while (at < end) {
    const first = load<u8>(at);
    if (first === LF || first === CR) {
      if (first === CR) {
        if (at + 1 === end && !final) return MORE;
        if (at + 1 < end && load<u8>(at, 1) === LF) at += 1;
      }
      at += 1;
      line += 1;
      csvAt = <i32>(at - bytes);
      csvLine = line;
      base = at;
      open = endsOf(base, delimiters, lineFeeds, returns);
      continue;
    }
    if (rows === capacity) return FULL;

    const from = at;
    const row = starts + ((<usize>rows * <usize>width) << 2);
    const rowEnd = row + ((<usize>width) << 2);
    let slot = row;
    let inner = 0;
    let fault: u8 = 0;
    for (;;) {
      // Cells without quotes up to the end of the row, or a quote.
      let byte: u8 = delimiter;
      while (byte === delimiter && load<u8>(at) !== QUOTE) {
        while (open === 0) {
          base += BLOCK;
          open = endsOf(base, delimiters, lineFeeds, returns);
        }
        const stop = base + <usize>ctz(open);
        open &= open - 1;
        if (slot < rowEnd) noteCell(slot, toEnds, <i32>(at - bytes), <i32>(stop - bytes));
        slot += 4;
        byte = load<u8>(stop);
        at = stop + 1;
      }
      if (byte !== delimiter) {
        at -= 1;
        break;
      }
      const start = at + 1;
      const most = start + <usize>mostCellBytes + 1;
      const until = most < end ? most : end;
      let doubled = false;
      at = start;
      while (at < until) {
        // Pieces without a line end: behind the next quote, or behind the piece.
        if (lineEndsOf(at) === 0) {
          const quotes = quotesOf(at);
          if (quotes === 0) {
            at += 16;
            continue;
          }
          at += <usize>ctz(quotes);
          if (at >= until) break;
        }
        byte = load<u8>(at);
        if (byte === QUOTE) {
          if (load<u8>(at, 1) !== QUOTE || at + 1 === end) break;
          doubled = true;
          at += 1;
        } else if (byte === LF || (byte === CR && load<u8>(at, 1) !== LF)) inner += 1;
        at += 1;
      }
      if (at >= until) {
        if (most > end) return OPEN_QUOTE;
        csvReached = <i32>(most - bytes);
        return TOO_LONG;
      }
      if (at + 1 === end && !final) return MORE;
      const stop = <i32>(at - bytes);
      if (slot < rowEnd) noteCell(slot, toEnds, <i32>(start - bytes), doubled ? ~stop : stop);
      slot += 4;
      at += 1;
      byte = load<u8>(at);
      while (byte !== delimiter && byte !== LF && byte !== CR) {
        if (inner > 0) return BEHIND_QUOTE;
        fault = textAfterQuote;
        at += 1;
        byte = load<u8>(at);
      }
      if (at + 1 < base + BLOCK) open &= ALL << (at + 1 - base);
      else {
        base = at + 1;
        open = endsOf(base, delimiters, lineFeeds, returns);
      }
      if (byte !== delimiter) break;
      at += 1;
    }
    const cells = <i32>((slot - row) >> 2);

    const terminated = at < end;
    if (!terminated && !final) return MORE;
    if (terminated) {
      if (load<u8>(at) === CR) {
        if (at + 1 === end && !final) return MORE;
        if (at + 1 < end && load<u8>(at, 1) === LF) {
          at += 1;
          base = at + 1;
          open = endsOf(base, delimiters, lineFeeds, returns);
        }
      }
      at += 1;
    }
    if (inner > 0 && fault === textAfterQuote) return BEHIND_QUOTE;
    if (at - from > <usize>mostRowBytes) {
      csvReached = <i32>(from - bytes) + mostRowBytes + 1;
      return TOO_LONG;
    }
    if (fault === 0 && at - from > <usize>mostCellBytes && isOverlong(rows, cells)) fault = cellTooLong;
    if (fault === 0 && cells > mostCells) fault = tooManyCells;
    if (fault === 0 && cells !== width) fault = wrongCellCount;
    store<f64>(lines + ((<usize>rows) << 3), line);
    store<u8>(faults + <usize>rows, fault);
    store<i32>(counts + ((<usize>rows) << 2), cells);
    store<i32>(froms + ((<usize>rows) << 2), <i32>(from - bytes));
    rows += 1;
    line += <f64>(terminated ? inner + 1 : inner);
    csvRows = rows;
    csvUnterminated = terminated ? 0 : 1;
    csvAt = <i32>(at - bytes);
    csvLine = line;
  }
  return END;
}

/** Whether a cell of a row is too long. */
function isOverlong(row: i32, cells: i32): bool {
  const first = <usize>row * <usize>width;
  const last = first + <usize>min(cells, width);
  for (let slot = first; slot < last; slot++) {
    const end = load<i32>(ends + (slot << 2));
    if ((end < 0 ? ~end : end) - load<i32>(starts + (slot << 2)) > mostCellBytes) return true;
  }
  return false;
}
