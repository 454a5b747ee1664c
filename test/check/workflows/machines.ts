/** The state machines of a platform as they are deployed: definition, placeholders, role. */
import type { Cloud, Placed } from '../cloud/cloud.ts';
import { type CloudRule, findingsOf, referred } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';
import type { Machine } from './definition.ts';

export interface DeployedMachine {
  readonly resource: Placed;
  /** Name without the platform's. */
  readonly name: string;
  /** The definition as CloudFormation gets it, placeholders and all. */
  readonly text: string;
  readonly machine: Machine;
  /** Placeholder to what fills it, as text. */
  readonly fillings: Readonly<Record<string, string>>;
  /** Logical id of the role. */
  readonly role: string;
  readonly type: string;
}

/** @throws SyntaxError for a definition that is no JSON */
export const machinesIn = (cloud: Cloud): DeployedMachine[] =>
  cloud.all('AWS::StepFunctions::StateMachine').map((resource) => {
    const {
      DefinitionString,
      DefinitionSubstitutions = {},
      StateMachineName,
      RoleArn,
      StateMachineType,
    } = resource.Properties;
    const fillings = Object.fromEntries(
      Object.entries(DefinitionSubstitutions).map(([name, value]) => [name, cloud.text(value)]),
    );
    return {
      resource,
      name: String(StateMachineName).replace(/^[^-]+-/, ''),
      text: DefinitionString,
      machine: JSON.parse(DefinitionString),
      fillings,
      role: referred(cloud.text(RoleArn)) ?? '',
      type: StateMachineType ?? 'STANDARD',
    };
  });

/** A rule over each state machine by itself. */
export function workflowRule(
  id: string,
  find: (
    deployed: DeployedMachine,
    say: (state: string | undefined, message: string, mend: string) => Finding,
    cloud: Cloud,
  ) => Finding[] | Promise<Finding[]>,
): CloudRule {
  const make = findingsOf(id);
  return {
    id,
    async find(cloud) {
      const found = await Promise.all(
        machinesIn(cloud).map((deployed) =>
          find(
            deployed,
            (state, message, mend) => make(state ? `${deployed.name}/${state}` : deployed.name, message, mend),
            cloud,
          ),
        ),
      );
      return found.flat();
    },
  };
}
