/** Numbers texts: equal texts have equal numbers, from 0 on. Texts are not kept, so many of them cost little. */
import { mix } from '../../columns/mix.ts';

/** Numbers the text, or finds its number. */
export type Numbered = (text: string) => number;

/**
 * Texts are told apart by 85 bits of hash: of ten million different ones two are taken for one with a chance of 1 in 10^12.
 */
export function numbered(): Numbered {
  const numbers = new Map<number, number>();
  const checks: number[] = [];
  return (text) => {
    // Three lanes of multiply and xor (as cyrb53 of bryc has two), each with constants of its own.
    let [one, two, three] = [0x9e3779b9, 0x85ebca6b, 0x27d4eb2f];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      one = Math.imul(one ^ code, 0x9e3779b1);
      two = Math.imul(two ^ code, 0x5f356495);
      three = Math.imul(three ^ code, 0xc2b2ae3d);
    }
    const check = mix(three ^ text.length);
    for (let key = (mix(one) >>> 0) * 2 ** 21 + (mix(two) >>> 11); ; key = (key + 1) % 2 ** 53) {
      const known = numbers.get(key);
      if (known === undefined) {
        numbers.set(key, checks.length);
        return checks.push(check) - 1;
      }
      if (checks[known] === check) return known;
    }
  };
}
