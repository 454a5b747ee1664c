import type { PlatformStackProps } from './platform-stack.ts';
import type { StorageStack } from './storage.ts';

/** Stacks above storage: they take shared values from it and from nowhere else. */
export interface UpperStackProps extends PlatformStackProps {
  readonly storage: StorageStack;
}
