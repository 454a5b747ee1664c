/** A synthesised platform as data: what the rules look at and the faults are sown in. */
import { textOf } from './text.ts';

export interface Resource {
  Type: string;
  // Templates are documents of another program; each rule says what it looks for.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  Properties: Record<string, any>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown }>;
}
export interface Placed extends Resource {
  /** The stack's name without the platform's. */
  readonly part: string;
  /** Logical id. */
  readonly id: string;
}

export interface Cloud<Part extends string = string> {
  readonly templates: Readonly<Record<Part, Template>>;
  /** Resources of a type in all stacks. */
  all(type: string): readonly (Placed & { part: Part })[];
  /** The one resource of a type whose logical id begins so. @throws Error when there is none, or more than one */
  one(type: string, idPrefix: string): Placed & { part: Part };
  /** Intrinsic functions as text, cross-stack references followed to their origin. */
  text(value: unknown): string;
}

/** Templates do not change after the first question. */
export function cloudOf<Part extends string>(templates: Readonly<Record<Part, Template>>): Cloud<Part> {
  const byType = new Map<string, ReturnType<Cloud<Part>['all']>>();
  const collect: Cloud<Part>['all'] = (type) =>
    (Object.entries(templates) as [Part, Template][]).flatMap(([part, template]) =>
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => ({ ...resource, Properties: resource.Properties ?? {}, part, id })),
    );
  const all: Cloud<Part>['all'] = (type) => {
    const found = byType.get(type) ?? collect(type);
    byType.set(type, found);
    return found;
  };
  return {
    templates,
    all,
    one(type, idPrefix) {
      const found = all(type).filter(({ id }) => id.startsWith(idPrefix));
      const [first] = found;
      if (!first || found.length > 1) throw new Error(`${found.length} resources ${type} begin with ${idPrefix}`);
      return first;
    },
    text: (value) => textOf(value, templates),
  };
}
