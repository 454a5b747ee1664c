/** Texts that stand for a missing value in many exports. An empty cell is the only one that Sluice reads as missing. */
const DISGUISED =
  /^(n\.?\/?a\.?|nan|null|none|nil|\?+|-+|\.|missing|unknown|undefined|not available|#n\/a|#value!|-?inf(inity)?|-?9{3,5})$/i;

/** @param text trimmed */
export const standsForMissing = (text: string): boolean => DISGUISED.test(text);

/** Those that no measurement and no name is: what common readers of tables take as missing. */
export const NEVER_A_VALUE: ReadonlySet<string> = new Set([
  '#N/A',
  '#n/a',
  'N/A',
  'n/a',
  'NA',
  'NaN',
  'nan',
  '-nan',
  'NULL',
  'null',
  'None',
  'none',
  '?',
  '-',
  '.',
]);
