/** A tar.gz that depends on nothing but names and bytes, so that two machines make the same one. */
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

export interface TarFile {
  /** Path with slashes, at most 100 ASCII characters. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files sorted by name, owner 0, mode 0644, time 0; gzip without name and time. */
export function deterministicTarGz(files: readonly TarFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = sorted.flatMap(({ name, bytes }) => [
    header(name, bytes.length),
    bytes,
    new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ]);
  // Two empty blocks end an archive. Level and strategy are fixed, and zlib comes with the pinned Node.
  return gzipSync(Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]), { level: 9 });
}

/** One ustar header (POSIX.1-1988): text and octal fields at fixed offsets. */
function header(name: string, size: number): Uint8Array {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`${name} does not fit into a tar header`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  block.write(name, 0, 'ascii');
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
