import { gammaUpper } from '../../drift/statistics/gamma.ts';

/** Share of a standard normal distribution above z: Q(1/2, z^2 / 2) / 2. @example normalTail(1.96) // 0.025 */
export const normalTail = (z: number): number =>
  z >= 0 ? gammaUpper(0.5, (z * z) / 2) / 2 : 1 - gammaUpper(0.5, (z * z) / 2) / 2;
