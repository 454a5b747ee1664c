/** The law of Kolmogorov's distance by Durbin's matrix. */
import { stirlingError } from '../gamma.ts';

/**
 * P(D <= x) of n values, exact: an element of the n-th power of a matrix of 2 ceil(n x) - 1 rows (Durbin 1973; Marsaglia,
 * Tsang and Wang 2003), for n x > 0.5.
 * @example durbin(10, 0.274) // 0.62847962
 */
export function durbin(n: number, x: number): number {
  const k = Math.ceil(n * x);
  const rows = 2 * k - 1;
  const { matrix, exponent } = power(stepMatrix(k - n * x, rows), rows, n);
  const element = matrix[(k - 1) * rows + k - 1] ?? 0;
  if (element <= 0) return 0;
  // n! / n^n by Stirling's formula.
  const scale = 0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n);
  return Math.min(1, Math.exp(Math.log(element) + exponent + scale));
}

/** @param h ceil(n x) - n x */
function stepMatrix(h: number, rows: number): Float64Array {
  const matrix = new Float64Array(rows * rows);
  const factorials = [1];
  for (let i = 1; i <= rows; i++) factorials.push((factorials[i - 1] ?? 1) * i);
  const over = (i: number, value: number): number => value / (factorials[i] ?? 1);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column <= Math.min(row + 1, rows - 1); column++)
      matrix[row * rows + column] = over(row - column + 1, 1);
  for (let i = 0; i < rows; i++) {
    const edge = over(i + 1, 1 - h ** (i + 1));
    matrix[i * rows] = edge;
    matrix[(rows - 1) * rows + rows - 1 - i] = edge;
  }
  matrix[(rows - 1) * rows] = over(rows, 1 - 2 * h ** rows + Math.max(0, 2 * h - 1) ** rows);
  return matrix;
}

interface Scaled {
  readonly matrix: Float64Array;
  /** Natural logarithm of what the matrix was divided by. */
  readonly exponent: number;
}

function power(matrix: Float64Array, rows: number, n: number): Scaled {
  if (n === 1) return { matrix, exponent: 0 };
  const half = power(matrix, rows, Math.floor(n / 2));
  const square = product(half.matrix, half.matrix, rows);
  const whole = n % 2 === 0 ? square : product(square, matrix, rows);
  const largest = whole.reduce((most, value) => Math.max(most, value), 0);
  return { matrix: whole.map((value) => value / largest), exponent: 2 * half.exponent + Math.log(largest) };
}

function product(a: Float64Array, b: Float64Array, rows: number): Float64Array {
  const result = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < rows; k++) {
      const factor = a[i * rows + k] as number;
      if (factor === 0) continue;
      for (let j = 0; j < rows; j++)
        result[i * rows + j] = (result[i * rows + j] as number) + factor * (b[k * rows + j] as number);
    }
  return result;
}
