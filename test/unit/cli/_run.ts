/** Runs the command line in this process, with what it writes caught. */
import { PassThrough } from 'node:stream';
import { main } from '../../../lib/cli/main.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export async function sluice(...argv: string[]): Promise<Ran> {
  const streams = { out: new PassThrough(), err: new PassThrough() };
  const code = await main(argv, { streams });
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { code, out: text(streams.out), err: text(streams.err) };
}
