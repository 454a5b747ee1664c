/** The stages that serve, one after the other: one that fails costs the others nothing. */
import type { Registry } from '../ports/registry.ts';
import { Stage } from '../registry/entities.ts';

/** What is said of stages that failed: `was not drilled` of one, after its keys; `stages were not drilled` of all, after their number. */
export interface FailureWords {
  one: string;
  all: string;
}

/** @throws AggregateError naming every stage that failed, one that cannot be read too, after all others were visited */
export async function forEachLiveStage(
  registry: Registry,
  words: FailureWords,
  visit: (stage: Stage) => Promise<void>,
): Promise<void> {
  const faults: Error[] = [];
  for await (const item of registry.collection('LIVE')) {
    try {
      await visit(Stage.parse(item));
    } catch (cause) {
      faults.push(new Error(`${item.pk} ${item.sk} ${words.one}`, { cause }));
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} ${words.all}`);
}
