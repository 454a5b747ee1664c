/** The exact law of the two-sample Kolmogorov-Smirnov distance, by paths on a lattice. */

/**
 * P(D >= distance / (n m)) for samples of n and m values of one continuous distribution. The two samples in order are a
 * path from (0, 0) to (n, m), each as likely as any other; D is how far it strays from the diagonal. For equal sizes by
 * the alternating sum of Gnedenko and Korolyuk (1951) in nested form, else by Viehmann's recursion on the share of paths
 * that have left (arXiv 2102.08037), which loses no digits of small p: `scipy.stats.ks_2samp(method='exact')`.
 * @param distance d n m, a whole number
 * @example outsideShare(2, 2, 3) // 1
 * @example outsideShare(4, 2, 3) // 0.6
 */
export function outsideShare(distance: number, n: number, m: number): number {
  if (distance === 0) return 1;
  const common = greatestCommonDivisor(n, m);
  const share = n === m ? ofEqualSizes(distance / n, n) : ofSizes(distance / common, n / common, m / common, common);
  return Math.min(1, Math.max(0, share));
}

/** 2 (A1 - A2 + ...) with Ak = C(2n, n - k h) / C(2n, n), each from the one before by h factors. */
function ofEqualSizes(h: number, n: number): number {
  let share = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let factor = 1;
    for (let j = 0; j < h; j++) factor *= (n - k * h - j) / (n + k * h + j + 1);
    share = factor * (1 - share);
  }
  return 2 * share;
}

/**
 * The last step to (i, j) came from (i - 1, j) with probability i / (i + j), else from (i, j - 1): so the share of paths
 * to (i, j) that have been outside is the mean of the two shares there, and 1 where |b i - a j| >= h.
 */
function ofSizes(h: number, a: number, b: number, common: number): number {
  if (a < b) return ofSizes(h, b, a, common);
  const [long, short] = [a * common, b * common];
  const shares = new Float64Array(short + 1).fill(1);
  const reciprocals = Float64Array.from({ length: long + short + 1 }, (_, steps) => 1 / steps);
  let from = 0;
  shares.fill(0, 0, Math.min(Math.ceil(h / a), short + 1));
  for (let i = 1; i <= long; i++) {
    const first = Math.max(0, Math.floor((b * i - h) / a) + 1);
    const end = Math.min(Math.ceil((b * i + h) / a), short + 1);
    if (first >= end) return 1;
    shares.fill(1, from, first);
    from = first;
    column(shares, reciprocals, i, first, end);
  }
  return shares[short] ?? 1;
}

/** One column of the lattice in place; a function of its own, which the compiler makes fast. */
function column(shares: Float64Array, reciprocals: Float64Array, i: number, first: number, end: number): void {
  let share = first === 0 ? 0 : 1;
  for (let j = first; j < end; j++) {
    const reciprocal = reciprocals[i + j] as number;
    share = (shares[j] as number) * (i * reciprocal) + share * (j * reciprocal);
    shares[j] = share;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
