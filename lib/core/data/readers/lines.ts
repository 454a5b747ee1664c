/** Lines of a byte stream, for formats of one record a line. Memory is bounded by the longest line that is allowed. */

const LF = 0x0a;
const CR = 0x0d;

/** A line without its end, or `undefined` for one that is longer than the limit. The last line needs no line end. */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array | undefined> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let dropping = false;
  const finish = (tail: Uint8Array): Uint8Array | undefined => {
    const tooLong = dropping || held + tail.length > maxBytes;
    const line = tooLong ? undefined : parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
    parts = [];
    held = 0;
    dropping = false;
    return line?.at(-1) === CR ? line.subarray(0, -1) : line;
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      yield finish(chunk.subarray(start, end));
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    if (rest.length === 0) continue;
    held += rest.length;
    dropping ||= held > maxBytes;
    if (dropping) parts = [];
    else parts.push(rest);
  }
  if (held > 0) yield finish(new Uint8Array());
}
