import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriftBaseline } from '../../../../lib/core/contracts/drift-baseline.ts';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { sortNumbers } from '../../../../lib/core/data/profile/sort-numbers.ts';
import { baselineColumns, versionBaseline } from '../../../../lib/core/drift/baseline.ts';
import { profileOfBaseline, storedBaseline, versionPart } from '../../../../lib/core/drift/stored/baseline.ts';
import {
  bytesOf,
  MOST_FEATURE_BYTES,
  profileOfFeature,
  storedFeature,
} from '../../../../lib/core/drift/stored/features.ts';
import {
  packCounts,
  packRising,
  packSums,
  unpackCounts,
  unpackRising,
  unpackSums,
} from '../../../../lib/core/drift/stored/packed.ts';
import { predictionsProfile } from '../../../../lib/core/drift/stored/predictions.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { runs } from '../../../_properties.ts';
import { categoryProfile, normal, numberProfile, profileOf, sample } from './profile.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const rising = fc.uniqueArray(finite, { maxLength: 300 }).map((values) => {
  const sorted = Float64Array.from(new Set(values.map((value) => value + 0)));
  sortNumbers(sorted);
  return [...sorted];
});
const whole = fc.maxSafeNat();

describe('packed numbers', () => {
  it('are the same bit for bit when unpacked', () => {
    fc.assert(
      fc.property(rising, fc.array(whole), fc.array(fc.maxSafeInteger()), (values, counts, sums) => {
        expect(unpackRising(packRising(values))).toEqual(values);
        expect(unpackCounts(packCounts(counts))).toEqual(counts);
        expect(unpackSums(packSums(sums)).map((sum) => sum + 0)).toEqual(sums.map((sum) => sum + 0));
      }),
      { numRuns: runs(200) },
    );
  });
  it('that are damaged are refused', () => {
    expect(() => unpackCounts('gA==')).toThrow('it ends within a number');
    expect(() => unpackCounts('no base')).toThrow('it is not Base64');
    const one = packRising([1]);
    const twice = Buffer.concat([Buffer.from(one, 'base64'), Buffer.from([0])]).toString('base64');
    expect(() => unpackRising(twice)).toThrow('the numbers do not rise');
    expect(() => unpackRising('AQA=')).toThrow('a number is not finite');
    expect(() => unpackSums(Buffer.from([...new Array(8).fill(255), 127]).toString('base64'))).toThrow('too large');
  });
});

const random = seededRandom('stored');
const gauss = normal(random);
const SHAPES: Record<string, number[]> = {
  normal: sample(2_000, gauss),
  'heavy tails': sample(2_000, () => gauss() / (gauss() || 1)),
  lognormal: sample(2_000, () => Math.exp(10 * gauss())),
  tied: sample(2_000, () => Math.floor(5 * random())),
  constant: sample(2_000, () => Math.PI),
  'one value': [1],
};
/** Of numbers the engine reads the most different ones. */
const MAGNITUDES = sample(2_000, () => (random() < 0.5 ? -1 : 1) * 2 ** (-120 + 240 * random()));
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 256 }),
  fc.string({ unit: fc.constantFrom('\u0000', '"', '\\', '\ud800', '😀', '\u2028', 'a'), maxLength: 256 }),
);

describe('a stored feature', () => {
  it.each(Object.entries(SHAPES))('of numbers, %s: small, and the same bins', (_, values) => {
    const profile = numberProfile('size', values, 7);
    const feature = storedFeature(profile, 'number');
    expect(bytesOf(feature)).toBeLessThanOrEqual(MOST_FEATURE_BYTES);
    expect(profileOfFeature(feature)).toEqual(JSON.parse(JSON.stringify(profile)));
  });
  it('of long numbers and a billion rows leaves out every second edge', () => {
    const profile = numberProfile('size', MAGNITUDES);
    const many = { ...profile, count: 2e12, counts: profile.counts.map(() => 2 ** 33 + 1) };
    const feature = storedFeature(many, 'number');
    expect(bytesOf(feature)).toBeLessThanOrEqual(MOST_FEATURE_BYTES);
    const back = profileOfFeature(feature);
    if (back.kind !== 'number') throw new Error('kind');
    expect(back.edges.length).toBe(Math.ceil(profile.edges.length / 2));
    expect([back.edges[0], back.edges.at(-1)]).toEqual([profile.edges[0], profile.edges.at(-1)]);
    expect(back.counts.length).toBe(back.edges.length + 1);
    expect(back.counts.reduce((a, b) => a + b)).toBe(many.counts.reduce((a, b) => a + b));
  });
  it('of texts keeps as many of the most frequent levels as there is room for, whatever their names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostile, { maxLength: 200 }), fc.array(fc.nat(1e9)), (names, counts) => {
        const levels = names.map((value, i) => ({ value, count: counts[i] ?? i + 1 }));
        const { count } = { count: levels.reduce((sum, level) => sum + level.count, 3) };
        const profile = { ...categoryProfile('plan', {}, { other: { levels: 1, count: 3 } }), count, levels };
        const feature = storedFeature(profile, 'category');
        expect(bytesOf(feature)).toBeLessThanOrEqual(MOST_FEATURE_BYTES);
        const back = profileOfFeature(JSON.parse(JSON.stringify(feature)));
        if (back.kind !== 'category') throw new Error('kind');
        expect(back.levels).toEqual(levels.slice(0, back.levels.length));
        expect(back.levels.length + back.other.levels).toBe(levels.length + 1);
        expect(back.levels.reduce((sum, level) => sum + level.count, back.other.count)).toBe(count);
      }),
      { numRuns: runs(60) },
    );
  });
});

it('a feature without a value is stored too', () => {
  const empty = { name: 'size', kind: 'number' as const, count: 0, nulls: 9, edges: [], counts: [0] };
  expect(profileOfFeature(storedFeature(empty, 'number'))).toEqual(empty);
});

describe('a stored baseline', () => {
  const columns: SchemaColumn[] = [
    { name: 'size', type: 'number', nulls: ['-'] },
    { name: 'plan', type: 'category' },
    { name: 'since', type: 'timestamp' },
  ];
  const profile = profileOf(
    numberProfile('size', SHAPES['heavy tails'] ?? [], 3),
    categoryProfile('plan', { basic: 1200, pro: 800 }),
    numberProfile(
      'since',
      sample(2_000, () => Math.floor(1e9 * random())),
    ),
  );
  const predictions = predictionsProfile(Float64Array.from(sample(500, random)));
  const stored = storedBaseline(profile, columns, {
    predictions,
    correlations: { rows: 2, sums: [-1, 2], higher: [] },
  });

  it('keeps its schema, and gives the columns that the profile gives', () => {
    const read = DriftBaseline.parse(JSON.parse(JSON.stringify(stored)));
    expect(read).toEqual(stored);
    expect(baselineColumns(profileOfBaseline(read), columns)).toEqual(baselineColumns(profile, columns));
    expect(versionPart(read).correlations).toEqual({ rows: 2, sums: [-1, 2], higher: [] });
    expect(versionBaseline(profileOfBaseline(read), columns, versionPart(read)).map(({ name }) => name)).toEqual([
      'size',
      'plan',
      'since',
      'predictions',
    ]);
  });
  it('names predictions otherwise where a column of the data is called so', () => {
    const named = [...columns, { name: 'predictions', type: 'number' as const }];
    expect(versionBaseline(profile, named, { predictions }).at(-1)).toMatchObject({
      name: 'predictions (model)',
      of: 'predictions',
    });
  });
  it('that is damaged names the column', () => {
    const [size] = stored.columns;
    if (size?.kind !== 'number') throw new Error('kind');
    const damaged = { ...stored, columns: [{ ...size, edges: 'AQA=' }] };
    expect(() => profileOfBaseline(damaged)).toThrow('size: a number is not finite');
  });
});
