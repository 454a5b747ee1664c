/** Scored held-out rows: what was predicted beside what was true, row by row. */

/** Binary classification. `1` is the positive label. The arrays have equal lengths. */
export interface BinaryRows {
  readonly actual: Uint8Array;
  /** The label the model itself decided for, so that a model's own threshold is judged and not ours. */
  readonly predicted: Uint8Array;
  /** Probability of the positive label, 0 to 1. */
  readonly scores: Float64Array;
}

/** Regression. The arrays have equal lengths. */
export interface RegressionRows {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}
