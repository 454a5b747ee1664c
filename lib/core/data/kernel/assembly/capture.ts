/**
 * Finds the rows of capture records that have the form of one before: fixed parts, and holes between them. The rows lie
 * as CSV within a JSON string: a quote is written `\"`, a line end `\n` or `\r\n`, with real backslashes.
 */
import { mix } from './mix';

const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const DASH: u8 = 0x2d;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const COLON: u8 = 0x3a;
const T: u8 = 0x54;
const Z: u8 = 0x5a;
const BACKSLASH: u8 = 0x5c;
const N: u8 = 0x6e;
const R: u8 = 0x72;
const LEAST_PRINTABLE: u8 = 0x20;

/** Holes. */
const CSV = 0;
const TIME = 1;
const EVENT = 2;

/** Where the scan stands: at the beginning of a record, which is line `captureLine`, with so many rows found so far. */
export let captureAt: i32 = 0;
export let captureLine: f64 = 1;
export let captureRows: i32 = 0;
/** Records that were read, since it was set. */
export let captureRecords: i32 = 0;

let width: i32 = 0;
let capacity: i32 = 0;
let starts: usize = 0;
let ends: usize = 0;
let lines: usize = 0;
let recordCapacity: i32 = 0;
let times: usize = 0;
let rowsBehind: usize = 0;
let eventStarts: usize = 0;
let eventEnds: usize = 0;
let eventHashes: usize = 0;
/** Of the record that is looked at. */
let time: f64 = 0;
let eventStart: usize = 0;
let eventEnd: usize = 0;
/** Whether a text of the record has a backslash. */
let hasEscape: bool = false;
let hasDoubled: bool = false;
let isFull: bool = false;

/** Where rows are written: see `CellBatch`. */
export function captureInto(rowWidth: i32, rows: i32, rowStarts: usize, rowEnds: usize, rowLines: usize): void {
  width = rowWidth;
  capacity = rows;
  starts = rowStarts;
  ends = rowEnds;
  lines = rowLines;
}

/**
 * Where it is written what is known of each record: its inference time in milliseconds since 1970, how many rows there are
 * behind it, where its event's id lies, the end as its complement when there is a backslash in it, and the id's hash.
 */
export function captureRecordsInto(
  records: i32,
  recordTimes: usize,
  recordRows: usize,
  recordEventStarts: usize,
  recordEventEnds: usize,
  recordEventHashes: usize,
): void {
  recordCapacity = records;
  times = recordTimes;
  rowsBehind = recordRows;
  eventStarts = recordEventStarts;
  eventEnds = recordEventEnds;
  eventHashes = recordEventHashes;
}

/** A bit for each of 16 bytes that is a quote, a backslash or a control character. */
function textEndsOf(bytes: v128): i32 {
  const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c));
  return i8x16.bitmask(v128.or(v128.or(controls, quotes), backslashes));
}

/** The same, and commas: where a cell without quotes ends. */
function cellEndsOf(bytes: v128): i32 {
  return textEndsOf(bytes) | i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2c)));
}

/** Where the last cell of a row ends, behind its quotes; 0 for what needs a closer look. */
function rowEnd(bytes: usize, from: usize): usize {
  let at = from;
  let slot = (<usize>(captureRows * width)) << 2;
  for (let column = 0; ; slot += 4) {
    let begin = at;
    let end: usize;
    let doubled = false;
    if (load<u8>(at) === BACKSLASH && load<u8>(at, 1) === QUOTE) {
      begin += 2;
      end = begin;
      for (;;) {
        const byte = load<u8>(end);
        if (byte === QUOTE || byte < LEAST_PRINTABLE) return 0;
        if (byte !== BACKSLASH) {
          end += 1;
          continue;
        }
        if (load<u8>(end, 1) !== QUOTE) return 0;
        if (load<u8>(end, 2) !== BACKSLASH || load<u8>(end, 3) !== QUOTE) break;
        doubled = true;
        end += 4;
      }
      at = end + 2;
    } else {
      let found = cellEndsOf(v128.load(at));
      while (found === 0) {
        at += 16;
        found = cellEndsOf(v128.load(at));
      }
      at += <usize>ctz(found);
      end = at;
    }
    store<i32>(starts + slot, <i32>(begin - bytes));
    // The complement until the record is known to be of the form: then they are made single.
    store<i32>(ends + slot, doubled ? ~(<i32>(end - bytes)) : <i32>(end - bytes));
    if (doubled) hasDoubled = true;
    column += 1;
    if (load<u8>(at) !== COMMA) return column === width ? at : 0;
    // One cell too many.
    if (column === width) break;
    at += 1;
  }
  return 0;
}

/** The closing quote of a JSON string that holds CSV (one record a line), 0 for what needs a closer look. */
function csvEnd(bytes: usize, from: usize): usize {
  let at = from;
  while (load<u8>(at) !== QUOTE) {
    if (captureRows === capacity) {
      isFull = true;
      return 0;
    }
    at = rowEnd(bytes, at);
    if (at === 0) return 0;
    store<f64>(lines + ((<usize>captureRows) << 3), captureLine);
    captureRows += 1;
    if (load<u8>(at) === BACKSLASH && load<u8>(at, 1) === R) {
      at += 2;
      if (load<u8>(at) !== QUOTE && load<u8>(at, 1) !== N) return 0;
    }
    if (load<u8>(at) === QUOTE) break;
    if (load<u8>(at) !== BACKSLASH || load<u8>(at, 1) !== N) return 0;
    at += 2;
  }
  return at;
}

/** Letters that may stand behind a backslash; `u` may as well, and is left to others. */
function isEscape(letter: u8): bool {
  return (
    letter === QUOTE ||
    letter === BACKSLASH ||
    letter === 0x2f ||
    letter === 0x62 ||
    letter === 0x66 ||
    letter === N ||
    letter === R ||
    letter === 0x74
  );
}

/** The closing quote of any JSON string without `\u`, else 0. */
function textEnd(from: usize): usize {
  let at = from;
  hasEscape = false;
  for (;;) {
    let found = textEndsOf(v128.load(at));
    while (found === 0) {
      at += 16;
      found = textEndsOf(v128.load(at));
    }
    at += <usize>ctz(found);
    const byte = load<u8>(at);
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH || !isEscape(load<u8>(at, 1))) break;
    hasEscape = true;
    at += 2;
  }
  return 0;
}

/** Of two digits, -1 when they are none. */
function two(at: usize): i32 {
  const tens = load<u8>(at) - ZERO;
  const ones = load<u8>(at, 1) - ZERO;
  return tens > 9 || ones > 9 ? -1 : <i32>tens * 10 + <i32>ones;
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970 of a date in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
}

/** `2026-11-21T13:41:00Z`, with milliseconds or without, into `time`: its closing quote, 0 for any other form of a time. */
function timeEnd(at: usize): usize {
  if (load<u8>(at, 4) !== DASH || load<u8>(at, 7) !== DASH || load<u8>(at, 10) !== T) return 0;
  if (load<u8>(at, 13) !== COLON || load<u8>(at, 16) !== COLON) return 0;
  const century = two(at);
  const ofCentury = two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  const hour = two(at + 11);
  const minute = two(at + 14);
  const second = two(at + 17);
  const year = century * 100 + ofCentury;
  if (century < 10 || ofCentury < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return 0;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return 0;
  let end = at + 19;
  let millisecond = 0;
  if (load<u8>(end) === POINT) {
    const tenth = load<u8>(end, 1) - ZERO;
    const rest = two(end + 2);
    if (tenth > 9 || rest < 0) return 0;
    millisecond = <i32>tenth * 100 + rest;
    end += 4;
  }
  if (load<u8>(end) !== Z || load<u8>(end, 1) !== QUOTE) return 0;
  const seconds = <f64>(hour * 3600 + minute * 60 + second);
  time = (<f64>daysSince1970(year, month, day) * 86_400 + seconds) * 1000 + <f64>millisecond;
  return end + 1;
}

/** Behind the part if it stands at `at`, else 0. */
function behind(at: usize, limit: usize, part: usize, length: i32): usize {
  const end = at + <usize>length;
  if (end > limit) return 0;
  let from = part;
  while (at + 16 <= end) {
    if (v128.any_true(v128.xor(v128.load(at), v128.load(from)))) return 0;
    at += 16;
    from += 16;
  }
  while (at + 4 <= end) {
    if (load<u32>(at) !== load<u32>(from)) return 0;
    at += 4;
    from += 4;
  }
  while (at < end) {
    if (load<u8>(at) !== load<u8>(from)) return 0;
    at += 1;
    from += 1;
  }
  return end;
}

/** The line end behind the record at `from`, 0 for one of another form. */
function recordEnd(bytes: usize, from: usize, limit: usize, form: usize): usize {
  const holes = load<i32>(form);
  let at = from;
  let entry = form + 4;
  for (let hole = 0; ; hole++, entry += 12) {
    at = behind(at, limit, <usize>load<i32>(entry), load<i32>(entry, 4));
    if (at === 0) return 0;
    if (hole === holes) break;
    const kind = load<i32>(entry, 8);
    const start = at;
    at = kind === CSV ? csvEnd(bytes, at) : kind === TIME ? timeEnd(at) : textEnd(at);
    if (at === 0) return 0;
    if (kind !== EVENT) continue;
    eventStart = start - bytes;
    eventEnd = hasEscape ? ~(at - bytes) : at - bytes;
  }
  if (load<u8>(at) === CR) at += 1;
  return load<u8>(at) === LF ? at : 0;
}

/** Doubled quotes are four bytes in a record, and one in the cell. */
function singleQuotes(bytes: usize, firstRow: i32): void {
  const last = (<usize>(captureRows * width)) << 2;
  for (let slot = (<usize>(firstRow * width)) << 2; slot < last; slot += 4) {
    const marked = load<i32>(ends + slot);
    if (marked >= 0) continue;
    const end = bytes + <usize>~marked;
    let to = bytes + <usize>load<i32>(starts + slot);
    for (let from = to; from < end; to++) {
      const quotes = load<u8>(from) === BACKSLASH;
      store<u8>(to, quotes ? QUOTE : load<u8>(from));
      from += quotes ? 4 : 1;
    }
    store<i32>(ends + slot, <i32>(to - bytes));
  }
}

/** The two halves of a text's hash: equal to `hashOf` of event-ids.ts. */
function writeHash(from: usize, to: usize, out: usize): void {
  let low: i32 = 0x811c_9dc5;
  let high = <i32>(to - from);
  for (let at = from; at < to; at += 4) {
    let word = load<i32>(at);
    if (to - at < 4) word &= (1 << ((<i32>(to - at)) << 3)) - 1;
    low = (low ^ word) * 0x0100_0193;
    low ^= low >>> 15;
    high = (high ^ word) * 0x5bd1_e995;
    high ^= high >>> 13;
  }
  low = mix(low);
  store<i32>(out, low === 0 ? 1 : low);
  store<i32>(out, mix(high), 4);
}

/** Notes what is known of the record that was read. */
function noteRecord(bytes: usize): void {
  const slot = (<usize>captureRecords) << 2;
  store<f64>(times + (slot << 1), time);
  store<i32>(rowsBehind + slot, captureRows);
  store<i32>(eventStarts + slot, <i32>eventStart);
  store<i32>(eventEnds + slot, <i32>eventEnd);
  if (<i32>eventEnd >= 0) writeHash(bytes + eventStart, bytes + eventEnd, eventHashes + (slot << 1));
  captureRecords += 1;
}

/**
 * Reads the records from `captureAt` on, as long as they have the form and there is room for records, and appends the rows
 * of those that lie in the window. A record of another form is left as it is, with nothing appended.
 *
 * @param bytes UTF-8 in which `length` ends behind a line end; 15 more are read
 * @param form how many holes, then for each the place and length of the part before it and its kind, then the last part's
 * @param least inference time in milliseconds since 1970, @param most which is not in the window
 * @returns whether there was no room for another row: `captureAt` is behind the last record that was read
 */
export function captureScan(bytes: usize, length: i32, form: usize, least: f64, most: f64): bool {
  const limit = bytes + <usize>length;
  while (captureAt < length && captureRecords < recordCapacity) {
    const before = captureRows;
    hasDoubled = false;
    isFull = false;
    const end = recordEnd(bytes, bytes + <usize>captureAt, limit, form);
    if (end === 0) {
      captureRows = before;
      return isFull;
    }
    if (time < least || time >= most) captureRows = before;
    else if (hasDoubled) singleQuotes(bytes, before);
    noteRecord(bytes);
    captureAt = <i32>(end - bytes) + 1;
    captureLine += 1;
  }
  return false;
}
