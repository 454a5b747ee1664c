/**
 * Preloaded (`--import`) into every process we start: when the pipe named by SLUICE_LIFELINE ends, the one who started us
 * is gone, however it died, and we end too. Plain JavaScript, for it also runs before set-up.
 */
import { Socket } from 'node:net';
import process from 'node:process';

const fd = Number(process.env.SLUICE_LIFELINE);
// Not inherited: the number names a pipe of this process only.
delete process.env.SLUICE_LIFELINE;

/** Time for an orderly end before the hard one. */
const GRACE_MS = 15_000;

if (Number.isInteger(fd) && fd >= 0) {
  const end = () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  };
  // A socket, not a file stream: a blocking read would sit in the thread pool and hold up the exit.
  const pipe = new Socket({ fd, readable: true, writable: false });
  pipe.on('end', end).on('error', end).resume();
  pipe.unref();
}
