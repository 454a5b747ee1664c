/** Functions of Trino that DuckDB has under other names, so that text for the one runs on the other. */
export const TRINO_MACROS: readonly string[] = [
  'CREATE MACRO width_bucket(x, bins) AS len(list_filter(bins, lambda b: b <= x))',
  'CREATE MACRO approx_percentile(x, shares) AS quantile_cont(x, shares)',
  'CREATE MACRO approx_distinct(x) AS count(DISTINCT x)',
  'CREATE MACRO regexp_like(subject, form) AS regexp_matches(subject, form)',
];

/** Texts with escapes, which DuckDB does not read. */
export const withoutEscapes = (sql: string): string =>
  sql.replaceAll(/U&'([^']*)'/g, (_, codes: string) =>
    [...codes.matchAll(/\\([0-9a-f]{4})/g)].map(([, code]) => `chr(${Number.parseInt(code ?? '', 16)})`).join(' || '),
  );
