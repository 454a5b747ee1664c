/**
 * Small pairs of samples of every shape with SciPy's figures about them, which `npm test` holds ours against without a
 * Python: `node test/prove/monitoring/accuracy/write-vectors.ts` writes test/unit/core/drift/statistics/scipy.json anew,
 * for `biome check --write` to format.
 */
import { writeFileSync } from 'node:fs';
import { caseOf } from './case.ts';
import { type Pair, pairsOf, shapeNames } from './pairs.ts';
import { byScipy } from './scipy.ts';
import { VECTORS } from './vectors.ts';

const [ROWS, SEED] = [40, 7];
const short = (values: Float64Array): Float64Array => values.map((value) => Number(value.toPrecision(7))).sort();

const vectors = shapeNames.flatMap((shape) =>
  pairsOf(shape, ROWS, 2, SEED).map((pair): Pair & { shape: string } => ({
    ...pair,
    shape,
    baseline: short(pair.baseline),
    now: short(pair.now),
  })),
);
const { version, figures } = await byScipy(vectors.map(caseOf));
const lines = vectors.map(({ baseline, now, ...rest }, i) =>
  JSON.stringify({ ...rest, baseline: [...baseline], now: [...now], figures: figures[i] }),
);
writeFileSync(VECTORS, `{\n"scipy": "${version}",\n"vectors": [\n${lines.join(',\n')}\n]\n}\n`);
