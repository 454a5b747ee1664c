/** The four managed policies: a persona's routes from the table, and what its commands need besides the API. */
import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PERSONAS, type Persona, ROUTES } from '../../../core/contracts/routes.ts';
import { platformParameters } from '../../config/arns.ts';
import { type PersonaResources, personaExtras } from './persona-extras.ts';
import { invokeArn } from './route-arn.ts';

export interface PersonaPoliciesProps extends PersonaResources {
  readonly apiId: string;
}

const DESCRIPTIONS: Readonly<Record<Persona, string>> = {
  DataScientist: 'describes models, uploads data, reads, asks for releases',
  Approver: 'reads, approves, and releases',
  Operator: 'reads, tunes models, releases, rolls back, looks into executions and alarms',
  Application: 'calls the models',
};

export class PersonaPolicies extends Construct {
  readonly policies: Readonly<Record<Persona, ManagedPolicy>>;

  constructor(scope: Construct, id: string, props: PersonaPoliciesProps) {
    super(scope, id);
    const entries = PERSONAS.map((persona) => [persona, this.policy(persona, props)] as const);
    this.policies = Object.fromEntries(entries) as Record<Persona, ManagedPolicy>;
  }

  private policy(persona: Persona, props: PersonaPoliciesProps): ManagedPolicy {
    const routes = ROUTES.filter(({ personas }) => (personas as readonly Persona[]).includes(persona));
    const statements = [
      new PolicyStatement({
        sid: 'CallTheApi',
        effect: Effect.ALLOW,
        actions: ['execute-api:Invoke'],
        resources: routes.map((route) => invokeArn(this, props.apiId, route)),
      }),
      new PolicyStatement({
        sid: 'FindThePlatform',
        actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
        resources: platformParameters(this, props.platform),
      }),
      ...personaExtras(this, props)[persona],
    ];
    // A name people can find: a managed policy holds no data, so a fixed name is no trap. Regional, for IAM is not.
    return new ManagedPolicy(this, persona, {
      managedPolicyName: `${props.platform}-${persona}-${Stack.of(this).region}`,
      description: `Sluice ${props.platform}, ${persona}: ${DESCRIPTIONS[persona]}`,
      statements,
    });
  }
}
