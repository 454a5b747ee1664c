/** `needs` as IAM statements: the only way a role of ours gets a right. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Need } from '../../../core/contracts/functions/contract.ts';
import { type Offer, resourcesOf } from './offer.ts';

/** One statement a need: these actions, on these ARNs, under this condition. */
export function statementsOf(needs: readonly Need[], offer: Offer, who: string): PolicyStatement[] {
  return needs.map(
    (need) =>
      new PolicyStatement({
        actions: [...need.actions],
        resources: resourcesOf(need, offer, who),
        ...(need.condition ? { conditions: structuredClone(need.condition) as Record<string, unknown> } : {}),
      }),
  );
}
