import { lnChoose } from '../ln-choose.ts';

/** `drawn` rows taken of `all`, of which `marked` are marked. */
interface Urn {
  readonly all: number;
  readonly marked: number;
  readonly drawn: number;
}

/**
 * Two-sided p-value of `seen` marked rows among those drawn, without approximation: twice the smaller of "as many or more"
 * and "as many or fewer" of the hypergeometric law, at most 1. It is never too small, in no tail.
 * @example hypergeometric({ all: 655, marked: 5, drawn: 200 }, 5) // 0.00512554
 */
export function hypergeometric({ all, marked, drawn }: Urn, seen: number): number {
  const least = Math.max(0, marked + drawn - all);
  const most = Math.min(marked, drawn);
  const ratio = (k: number): number => ((marked - k) * (drawn - k)) / ((k + 1) * (all - marked - drawn + k + 1));
  const here = Math.exp(lnChoose(marked, seen) + lnChoose(all - marked, drawn - seen) - lnChoose(all, drawn));
  // Away from the mean, where the terms fall.
  const isAbove = seen * all > marked * drawn;
  let tail = here;
  let term = here;
  for (let k = seen; isAbove ? k < most : k > least; k += isAbove ? 1 : -1) {
    term *= isAbove ? ratio(k) : 1 / ratio(k - 1);
    tail += term;
    if (term < tail * 1e-16) break;
  }
  return Math.min(1, 2 * tail);
}
