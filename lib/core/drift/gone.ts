/** Share of empty cells from which a column counts as gone, which is urgent. */
export const GONE = 0.999;
