import { gammaUpper } from './gamma.ts';

/**
 * Share of a standard normal distribution above z: Q(1/2, z^2 / 2) / 2, `scipy.stats.norm.sf`.
 * @example normalTail(1.96) // 0.0249979
 */
export const normalTail = (z: number): number =>
  z >= 0 ? gammaUpper(0.5, (z * z) / 2) / 2 : 1 - gammaUpper(0.5, (z * z) / 2) / 2;
