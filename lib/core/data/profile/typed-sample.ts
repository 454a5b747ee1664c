/**
 * The row sample of a dataset: whole rows as numbers and level codes. Quantiles, correlations, the relation to the target
 * and everything else that need not see each row are computed from it.
 *
 * A row is in it when a hash of its ordinal number in the file is divisible by `every`, a power of two that doubles when
 * the sample is full. So it does not depend on how the file was cut into ranges, and samples of ranges can be merged.
 */

/** Features in contract order, then the target: one entry a column in `numbers`, `levels` and `texts`. */
export interface TypedSample {
  /** Rows in the sample. */
  readonly rows: number;
  /** Kept rows it was taken from. Equal to `rows` when all are in it, and everything is exact. */
  readonly of: number;
  readonly every: number;
  /** Physical lines of the rows, rising. */
  readonly lines: Float64Array;
  /** Numeric and timestamp columns (epoch seconds): a value a row, NaN where missing. Undefined for the others. */
  readonly numbers: readonly (Float64Array | undefined)[];
  /** Columns of texts: an index into `texts` a row, -1 where missing or not listed any more. Undefined for the others. */
  readonly levels: readonly (Int32Array | undefined)[];
  readonly texts: readonly (readonly string[] | undefined)[];
}
