/** What a proof is made of: units that are tried one by one, so that an interrupted proof goes on where it stopped. */

/** What came of one unit. */
export interface Outcome {
  ok: boolean;
  /** How much was tried: properties' tries, ended demos. */
  count: number;
  /** Where it fell short. */
  detail?: string;
  /** What was counted within, by name: added up over the units. */
  tally?: Record<string, number>;
}

export interface Proof {
  name: string;
  /** A sentence for lib/PROOF.md. */
  claim: string;
  /** What `count` counts. */
  counted: string;
  /** Units at full size; `--size` asks for another. */
  fullSize: number;
  /** As a part of another proof: never less than this. @default 1 */
  leastSize?: number;
  /** What `--size` means. */
  sizeMeans: string;
  /** Titles of the units; equal for an equal seed and size. */
  units(seed: number, size: number): string[];
  run(unit: string, seed: number, size: number): Promise<Outcome>;
  /** How many units run at once, each in a process of its own. @default 1, in ours */
  atOnce?: number;
  /** Whether a unit is about what the units before it found, and has to wait for them. */
  concludes?(unit: string): boolean;
  /** Ends what the units shared, after the last one. */
  end?(): Promise<void>;
  /** Proofs it is made of: their units are its units, with the part's name before them. */
  parts?: readonly Proof[];
  /** Lines of Markdown about what was counted within; without it, a list. */
  tell?(tally: Readonly<Record<string, number>>): string[];
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
