/** The functions of a stack, made from their contracts, found again by their ids. */
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';
import { FUNCTIONS } from '../../../core/contracts/functions/index.ts';
import type { Bundles } from './bundle.ts';
import type { Offer } from './offer.ts';
import { platformFunction } from './platform-function.ts';

/** @throws Error that lists the ids there are */
export function contractOf(id: string): FunctionContract {
  const found = FUNCTIONS.find((contract) => contract.id === id);
  if (!found) throw new Error(`no function ${id}; there are ${FUNCTIONS.map((contract) => contract.id).join(', ')}`);
  return found;
}

export interface FunctionSetProps {
  readonly ids: readonly string[];
  readonly bundles: Bundles;
  readonly offer: Offer;
  /** By id: what a trigger adds to a function's rights. */
  readonly triggers?: Readonly<Record<string, readonly PolicyStatement[]>>;
}

export class FunctionSet extends Construct {
  readonly byId: ReadonlyMap<string, LambdaFunction>;

  constructor(scope: Construct, id: string, { ids, bundles, offer, triggers = {} }: FunctionSetProps) {
    super(scope, id);
    this.byId = new Map(
      ids.map((functionId) => [
        functionId,
        platformFunction(this, {
          contract: contractOf(functionId),
          bundles,
          offer,
          triggerStatements: triggers[functionId] ?? [],
        }),
      ]),
    );
  }

  /** @throws Error when the set has no such function */
  get(functionId: string): LambdaFunction {
    const found = this.byId.get(functionId);
    if (!found) throw new Error(`function ${functionId} is not in ${this.node.path}`);
    return found;
  }
}
