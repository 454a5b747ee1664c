/** Waiting before another try, so that the core needs neither a timer nor a dice. */
export interface Backoff {
  /** Waits a random time in [0, `ceilingMs`): full jitter. */
  wait(ceilingMs: number): Promise<void>;
}
