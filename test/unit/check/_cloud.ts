/** One synthesised platform for the tests of the rules, and a way to spoil copies of it. */
import { type Cloud, cloudOf } from '../../check/cloud/cloud.ts';
import type { CloudRule } from '../../check/cloud/rule.ts';
import { Field } from '../../check/faults/fault.ts';
import type { Finding } from '../../check/finding.ts';
import { synthesise } from '../../synth/_synth.ts';

export const platform = synthesise({ subscribers: ['oncall@example.com'] });

export function spoilt(sow: (field: Field) => void): Cloud {
  const cloud: Cloud = cloudOf(structuredClone(platform.templates));
  sow(new Field(cloud));
  return cloud;
}

export const findings = async (cloud: Cloud, rules: readonly CloudRule[]): Promise<Finding[]> =>
  (await Promise.all(rules.map((rule) => rule.find(cloud, { stated: [] })))).flat();
