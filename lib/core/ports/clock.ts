/** Time and identity come from outside, so that the core is a function of its inputs. */
export interface Clock {
  now(): Date;
}

/** New ULIDs (26 characters, Crockford base 32), ascending within one process. */
export interface Ids {
  ulid(): string;
}
