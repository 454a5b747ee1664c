import { describe, expect, it } from 'vitest';
import { vpcOf } from '../../../lambdas/_shared/vpc.ts';

describe('the network of the environment', () => {
  it('is both lists, or none', () => {
    expect(vpcOf({ VPC_SUBNETS: 'subnet-1,subnet-2', VPC_SECURITY_GROUPS: 'sg-1' })).toEqual({
      subnets: ['subnet-1', 'subnet-2'],
      securityGroups: ['sg-1'],
    });
    expect(vpcOf({ VPC_SUBNETS: '', VPC_SECURITY_GROUPS: '' })).toBeUndefined();
  });

  it('is never half of it', () => {
    expect(() => vpcOf({ VPC_SUBNETS: 'subnet-1', VPC_SECURITY_GROUPS: '' })).toThrow(/both, or neither/);
    expect(() => vpcOf({ VPC_SUBNETS: '', VPC_SECURITY_GROUPS: 'sg-1' })).toThrow(/both, or neither/);
  });
});
