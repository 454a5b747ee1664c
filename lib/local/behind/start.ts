import { EMULATOR_EXIT, type Emulator } from '../emulator/start.ts';
import { startGateway } from './gateway.ts';

/** In the place of our emulator: the gateway to another one, with the same lifetime. */
export function startBehind(options: { endpoint: string; port: number; sagemakerUrl: string }): Emulator {
  const gateway = startGateway(options);
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const ready = new Promise<void>((resolve) => {
    gateway.then(
      () => resolve(),
      (error: NodeJS.ErrnoException) => {
        console.error(error);
        end(error.code === 'EADDRINUSE' ? EMULATOR_EXIT.portInUse : 1);
      },
    );
  });
  return {
    ready,
    ended,
    async end() {
      await (await gateway).close();
      end(0);
      return true;
    },
  };
}
