/** Three-valued logic (Kleene 1952, strong): what a missing value makes of a rule. */

/** A row fails only where a rule is false: what is not known breaks nothing. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
export type Truth = typeof FALSE | typeof UNKNOWN | typeof TRUE;

export const and = (a: Truth, b: Truth): Truth => (a < b ? a : b);
export const or = (a: Truth, b: Truth): Truth => (a > b ? a : b);
export const not = (a: Truth): Truth => (2 - a) as Truth;
export const truth = (holds: boolean): Truth => (holds ? TRUE : FALSE);
