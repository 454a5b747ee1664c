/** Commands as a person types them, run in this process against the shared local cloud. */
import { PassThrough } from 'node:stream';
import { inject } from 'vitest';
import { main } from '../../../lib/cli/main.ts';
import { openSession } from '../../../lib/cli/session.ts';

export interface Ran {
  code: number;
  /** stdout: the answer. */
  out: string;
  /** stderr: target, progress, errors. */
  err: string;
}

export async function sluice(...argv: string[]): Promise<Ran> {
  const streams = { out: new PassThrough(), err: new PassThrough() };
  const code = await main(argv, {
    streams,
    open: (options) => openSession({ ...options, target: 'local', port: inject('port') }),
  });
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { code, out: text(streams.out), err: text(streams.err) };
}
