import type { Background } from './service.ts';

export interface OwnedBackground extends Background {
  /** Aborts what listens to the signal and waits for all of it. */
  close(): Promise<void>;
}

export function createBackground(log: (message: string) => void): OwnedBackground {
  const controller = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    signal: controller.signal,
    run(what, work) {
      const settled = work.then(
        () => {},
        (error: unknown) => {
          if (!controller.signal.aborted) log(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        },
      );
      running.add(settled);
      void settled.then(() => running.delete(settled));
    },
    async close() {
      controller.abort(new Error('the server is closing'));
      while (running.size > 0) await Promise.all(running);
    },
  };
}
