import type { Vpc } from '../../lib/core/usecases/runs/training-job.ts';

/** `VPC_SUBNETS` and `VPC_SECURITY_GROUPS` of the environment. @throws Error when one of them is empty and the other is not */
export function vpcOf(env: { VPC_SUBNETS: string; VPC_SECURITY_GROUPS: string }): Vpc | undefined {
  const subnets = env.VPC_SUBNETS.split(',').filter(Boolean);
  const securityGroups = env.VPC_SECURITY_GROUPS.split(',').filter(Boolean);
  if (subnets.length === 0 && securityGroups.length === 0) return undefined;
  if (subnets.length === 0 || securityGroups.length === 0)
    throw new Error('VPC_SUBNETS and VPC_SECURITY_GROUPS: a network is both, or neither');
  return { subnets, securityGroups };
}
