import { RootConstruct } from 'constructs';
import { CONFIGURATIONS } from '../../lib/infra/config/configurations.ts';
import { propsFromContext } from '../../lib/infra/config/context.ts';
import type { PlatformProps } from '../../lib/infra/config/props.ts';

/** What a person chooses by this context. A bare root: an App would make a folder for its assembly. */
export function propsOf(context: Readonly<Record<string, unknown>>): PlatformProps {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return propsFromContext(node);
}

/** A documented configuration. @throws Error when there is none of this name */
export function configured(name: string): PlatformProps {
  const found = CONFIGURATIONS.find((configuration) => configuration.name === name);
  if (!found) throw new Error(`no configuration ${name}`);
  return propsOf(found.context);
}
