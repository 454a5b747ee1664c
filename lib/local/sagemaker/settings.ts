import type { Scope } from './wire/arn.ts';

/** What is fixed while the server runs. */
export interface Settings {
  readonly fallbackScope: Scope;
  /** A folder of our own; its owner removes it. */
  readonly workDirectory: string;
  /** Length of a second of a deployment's waits: 1 is real. Jobs always run in real time. */
  readonly timeScale: number;
  /** Path of the Python whose environment stands for the images. */
  readonly python: string;
  readonly runtimes: {
    /** Command of the training container, without arguments of a job. */
    readonly trainingShim: readonly string[];
    /** Command of the model server. */
    readonly servingShim: readonly string[];
  };
  /** Address of the cloud's other services. */
  readonly cloudEndpoint: () => string;
  readonly log: (message: string) => void;
}

/** Milliseconds of a simulated duration. */
export function scaledMs(settings: Settings, seconds: number): number {
  return seconds * 1000 * settings.timeScale;
}
