import { Policy } from '../../lib/core/contracts/policy.ts';

/** `POLICY` of the environment. @throws ZodError, SyntaxError when it is no policy: the deployment put it there */
export const policyOf = (env: { POLICY: string }): Policy => Policy.parse(JSON.parse(env.POLICY));
