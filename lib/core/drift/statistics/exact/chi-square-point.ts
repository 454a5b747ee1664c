import { gammaUpper, lnGamma } from '../gamma.ts';

/**
 * The square z^2 of which a share p of squared standard normals lies above: `scipy.stats.chi2.isf(p, 1)`, by Newton's method
 * on the logarithm, for 0 < p <= 1.
 * @example chiSquarePoint(0.05) // 3.84146
 */
export function chiSquarePoint(p: number): number {
  if (p >= 1) return 0;
  const goal = Math.log(p);
  // ln of the tail is concave in z: from the far side no step goes too far.
  let z = Math.sqrt(-2 * goal);
  for (let step = 0; step < STEPS; step++) {
    const tail = gammaUpper(0.5, (z * z) / 2);
    const density = 2 * Math.exp(-(z * z) / 2 - lnGamma(0.5)) * Math.SQRT1_2;
    const by = ((Math.log(tail) - goal) * tail) / density;
    z = Math.max(0, z + by);
    if (Math.abs(by) < 1e-13 * z) break;
  }
  return z * z;
}

const STEPS = 50;
