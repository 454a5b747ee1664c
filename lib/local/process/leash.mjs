/**
 * `node leash.mjs <command> [arguments]`: runs a command in a process group of its own and kills the group as soon as our
 * standard input ends, which it does when the one who started us is gone. For programs that know no lifeline themselves
 * (npm, uv, the CDK CLI). Plain JavaScript, for it also runs before set-up.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

const kill = (signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // gone already
  }
};
const end = () => {
  kill('SIGTERM');
  setTimeout(() => kill('SIGKILL'), 2_000).unref();
};
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => {
  kill('SIGKILL'); // what it left behind
  process.exit(code ?? 1);
});
