/**
 * A mistake somebody could make, written from what AWS's documents say it refuses or what then hurts: never from what a
 * rule happens to find. Each is sown in the real templates; `npm run check` has to find it.
 */
import type { Cloud, Resource } from '../cloud/cloud.ts';
import type { Machine, State } from '../workflows/definition.ts';

export interface CloudFault {
  /** What was done. */
  readonly title: string;
  readonly kind: string;
  /** Where AWS (or who else refuses it) says so, and what happens. */
  readonly document: string;
  sow(field: Field): void;
}

/** The templates of one platform, to be spoilt in place. */
export class Field {
  readonly cloud: Cloud;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  /** A resource to be changed. @throws Error when there is none, so that no fault is sown on stones */
  resource(type: string, idPart = ''): Resource {
    for (const template of Object.values(this.cloud.templates))
      for (const [id, resource] of Object.entries(template.Resources))
        if (resource.Type === type && id.includes(idPart)) return resource;
    throw new Error(`no resource ${type} with ${idPart} in its id`);
  }

  properties(type: string, idPart = ''): Resource['Properties'] {
    return this.resource(type, idPart).Properties;
  }

  add(part: string, id: string, Type: string, Properties: Resource['Properties']): void {
    const template = this.cloud.templates[part];
    if (!template) throw new Error(`no stack ${part}`);
    template.Resources[id] = { Type, Properties };
  }

  /** Takes a resource out, and what waited for it no longer waits: the template stays one that CloudFormation reads. */
  remove(type: string, idPart = ''): void {
    const gone = this.resource(type, idPart);
    for (const { Resources } of Object.values(this.cloud.templates)) {
      const [id] = Object.entries(Resources).find(([, resource]) => resource === gone) ?? [];
      if (id === undefined) continue;
      delete Resources[id];
      for (const other of Object.values(Resources))
        if (other.DependsOn) other.DependsOn = [other.DependsOn].flat().filter((name) => name !== id);
    }
  }

  /** The statements of the inline policy of a role. */
  statements(roleIdPart: string): RawStatement[] {
    return this.properties('AWS::IAM::Role', roleIdPart)['Policies'][0].PolicyDocument.Statement;
  }

  /** The statement of a role that holds this action. */
  statement(roleIdPart: string, action: string): RawStatement {
    const found = this.statements(roleIdPart).find(({ Action }) => [Action].flat().includes(action));
    if (!found) throw new Error(`${roleIdPart} has no ${action}`);
    return found;
  }

  define(machineId: string, change: (machine: Machine) => void): void {
    for (const template of Object.values(this.cloud.templates))
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::StepFunctions::StateMachine' && Properties['StateMachineName'].endsWith(`-${machineId}`)) {
          const machine = JSON.parse(Properties['DefinitionString']) as Machine;
          change(machine);
          Properties['DefinitionString'] = JSON.stringify(machine);
          return;
        }
    throw new Error(`no state machine ${machineId}`);
  }

  state(machineId: string, name: string, change: (state: State) => void): void {
    this.define(machineId, (machine) => {
      const state = machine.States[name];
      if (!state) throw new Error(`no state ${name}`);
      change(state);
    });
  }
}

export interface RawStatement {
  Sid?: string;
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: unknown;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}
