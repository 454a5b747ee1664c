/** All rules over a synthesised platform. */
import { confusedDeputy, narrowRights, passRole, policySize, realRights } from '../iam/rights.ts';
import { environment, limits, logRetention } from '../templates/functions.ts';
import { alive, deadLetters, hopAllowed } from '../templates/hops.ts';
import { names } from '../templates/names.ts';
import { polling } from '../templates/polling.ts';
import { encrypted, isPrivate, tlsOnly } from '../templates/privacy.ts';
import { schema } from '../templates/schema.ts';
import { services } from '../templates/services.ts';
import { recoverable, retained } from '../templates/stateful.ts';
import { calls } from '../workflows/calls.ts';
import { expressions } from '../workflows/expressions.ts';
import { handling } from '../workflows/handling.ts';
import { workflowRights } from '../workflows/rights.ts';
import { shape } from '../workflows/shape.ts';
import { statesLanguage } from '../workflows/states-language.ts';
import type { CloudRule } from './rule.ts';

export const CLOUD_RULES: readonly CloudRule[] = [
  retained,
  recoverable,
  isPrivate,
  tlsOnly,
  encrypted,
  deadLetters,
  hopAllowed,
  alive,
  polling,
  limits,
  environment,
  logRetention,
  services,
  names,
  narrowRights,
  realRights,
  passRole,
  confusedDeputy,
  policySize,
  shape,
  handling,
  calls,
  expressions,
  workflowRights,
  // The two that take longest: rules of AWS's own and of the States Language.
  schema,
  statesLanguage,
];
