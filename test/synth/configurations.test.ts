import { describe, expect, it } from 'vitest';
import { CONFIGURATIONS } from '../../lib/infra/config/configurations.ts';
import { configured, propsOf } from './_configuration.ts';
import { PARTS, synthesise } from './_synth.ts';

const plain = synthesise();

it('are named once, and say why', () => {
  expect(new Set(CONFIGURATIONS.map(({ name }) => name)).size).toBe(CONFIGURATIONS.length);
  expect(CONFIGURATIONS.map(({ name }) => name)).toEqual(['default', 'least-cost', 'vpc']);
  for (const { why } of CONFIGURATIONS) expect(why.length).toBeGreaterThan(60);
});

it.each(CONFIGURATIONS)('$name can be given as text, as `-c key=value` does', ({ context }) => {
  const texts = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  expect(propsOf(texts)).toEqual(propsOf(context));
});

it('default is what a person gets who says nothing', () => {
  expect(synthesise(configured('default')).templates).toEqual(plain.templates);
});

describe('least-cost', () => {
  const cheap = synthesise(configured('least-cost'));

  it('keeps every log, uploads and captures for shorter', () => {
    const days = cheap.all('AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays);
    expect(days.length).toBe(plain.all('AWS::Logs::LogGroup').length);
    expect(new Set(days)).toEqual(new Set([14]));
    const expiry = (id: string) =>
      cheap
        .one('AWS::S3::Bucket', id)
        .Properties.LifecycleConfiguration.Rules.map(
          (rule: Record<string, unknown>) => !rule.Prefix && rule.ExpirationInDays,
        )
        .filter(Boolean);
    expect([expiry('BucketsData'), expiry('BucketsCapture'), expiry('BucketsArtifacts')]).toEqual([[30], [14], []]);
  });

  it('has nothing that the default has not, and gives up nothing that tells of faults', () => {
    const types = (synth: typeof plain) =>
      PARTS.flatMap((part) => Object.values(synth.templates[part].Resources).map(({ Type }) => Type)).sort();
    expect(types(cheap)).toEqual(types(plain));
  });
});
