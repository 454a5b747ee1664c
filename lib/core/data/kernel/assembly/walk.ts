/** Walks over two sorted samples at once: what the tests of shape and place make of them. */

/** Of the last walk; see walked-samples.ts. */
export let walkDistance: f64 = 0;
export let walkPairs: f64 = 0;
export let walkTies: f64 = 0;

/** @param baseline `n` numbers, ascending, without NaN @param now `m` likewise */
export function walkSamples(baseline: usize, n: i32, now: usize, m: i32): void {
  const ofBaseline = <f64>n;
  const ofNow = <f64>m;
  const baselineEnd = baseline + ((<usize>n) << 3);
  const nowEnd = now + ((<usize>m) << 3);
  let below: f64 = 0;
  let belowNow: f64 = 0;
  let distance: f64 = 0;
  let pairs: f64 = 0;
  let ties: f64 = 0;
  while (baseline < baselineEnd || now < nowEnd) {
    const first = baseline < baselineEnd ? load<f64>(baseline) : Infinity;
    const second = now < nowEnd ? load<f64>(now) : Infinity;
    const value = min(first, second);
    const from = baseline;
    const fromNow = now;
    while (baseline < baselineEnd && load<f64>(baseline) <= value) baseline += 8;
    while (now < nowEnd && load<f64>(now) <= value) now += 8;
    const a = <f64>((baseline - from) >> 3);
    const b = <f64>((now - fromNow) >> 3);
    const all = a + b;
    pairs += b * (below + a / 2);
    ties += all * all * all - all;
    below += a;
    belowNow += b;
    distance = max(distance, abs(below * ofNow - belowNow * ofBaseline));
  }
  walkDistance = distance;
  walkPairs = pairs;
  walkTies = ties;
}
