/** cdk-nag runs on the documented configurations; what it finds is explained, and what explains nothing is told. */
import { describe, expect, it } from 'vitest';
import { CONFIGURATIONS } from '../../../lib/infra/config/configurations.ts';
import { ACKNOWLEDGEMENTS } from '../../check/nag/acknowledgements.ts';
import { explain, plain, staleFindings } from '../../check/nag/match.ts';
import { nagFindings } from '../../check/nag/nag.ts';

const [standard] = CONFIGURATIONS;
const findings = nagFindings({ subscribers: 'oncall@example.com', ...standard?.context });

it('finds something: packs that look at nothing would pass for ever', () => {
  expect(findings.length).toBeGreaterThan(100);
  expect(new Set(findings.map(({ id }) => id.split('-')[0]))).toEqual(new Set(['AwsSolutions', 'Serverless']));
});

it('explains all of it', () => {
  expect(explain(findings, ACKNOWLEDGEMENTS, 'sluice').unexplained).toEqual([]);
});

describe.each(ACKNOWLEDGEMENTS.map((one, i) => [String(one.id), i] as const))('%s', (_, i) => {
  it('is needed, or is for another configuration', () => {
    const others = ACKNOWLEDGEMENTS.filter((__, j) => j !== i);
    const { unexplained } = explain(findings, others, 'sluice');
    const { counts } = explain(findings, ACKNOWLEDGEMENTS, 'sluice');
    expect(unexplained.length).toBe(counts[i]);
  });

  it('has a reason', () => {
    expect(ACKNOWLEDGEMENTS[i]?.reason.length).toBeGreaterThan(20);
  });
});

it('tells of an acknowledgement that explains nothing in any configuration', () => {
  const stale = { id: /^AwsSolutions-XYZ$/, on: /^/, reason: 'a resource that is gone' };
  const known = [...ACKNOWLEDGEMENTS, stale];
  const { counts } = explain(findings, known, 'sluice');
  expect(staleFindings(known, [counts]).map(({ message }) => message)).toContainEqual(expect.stringContaining('XYZ'));
});

it('compares ids without account, region, partition and the name of the platform', () => {
  const id = 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sagemaker:<AWS::Region>:<AWS::AccountId>:model/lab-*]';
  expect(plain(id, 'lab')).toBe('AwsSolutions-IAM5[Resource::arn:sagemaker:model/<platform>-*]');
});
