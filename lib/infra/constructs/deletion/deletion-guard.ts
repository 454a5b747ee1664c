/**
 * The first thing that goes when its stack is deleted, and it does not go while a stage is live. Then CloudFormation
 * leaves alone what it depends on, which is all the rest of the stack: everything works on, and nothing bills unseen.
 */
import { CustomResource, Duration, type Stack } from 'aws-cdk-lib';

/** Longer than the function with its retries takes; CloudFormation would wait an hour. */
const PATIENCE = Duration.minutes(5);

/** To be called when the stack has everything else. @param guardArn of the function to ask */
export function guardDeletion(stack: Stack, guardArn: string): void {
  const rest = stack.node.children.slice();
  const guard = new CustomResource(stack, 'DeletionGuard', {
    resourceType: 'Custom::DeletionGuard',
    serviceToken: guardArn,
    serviceTimeout: PATIENCE,
  });
  guard.node.addDependency(...rest);
}
