/** Functions of Trino that DuckDB has under other names, so that text for the one runs on the other. */
export const TRINO_MACROS: readonly string[] = [
  'CREATE MACRO width_bucket(x, bins) AS len(list_filter(bins, lambda b: b <= x))',
  'CREATE MACRO approx_percentile(x, shares) AS quantile_cont(x, shares)',
  'CREATE MACRO approx_distinct(x) AS count(DISTINCT x)',
  'CREATE MACRO regexp_like(subject, form) AS regexp_matches(subject, form)',
  'CREATE MACRO from_iso8601_timestamp(x) AS TRY_CAST(x AS TIMESTAMPTZ)',
  'CREATE MACRO to_unixtime(x) AS epoch(x)',
];
