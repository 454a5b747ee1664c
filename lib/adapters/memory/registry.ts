/** The registry in memory: the store of tests, with the refusals of the real one. */
import {
  type Commit,
  CommitConflict,
  type Item,
  type Page,
  type Registry,
  type Write,
} from '../../core/ports/registry.ts';
import { membership } from '../../core/registry/collections.ts';
import { decodeCursor, encodeCursor } from '../../core/registry/cursor.ts';
import type { RegistryEvent } from '../../core/registry/event.ts';
import { modelKey, SK } from '../../core/registry/keys.ts';

type StoredItem = Item & { rev: number };

export interface MemoryRegistry extends Registry {
  /** Runs before each commit: a test lets somebody else be faster, or fails the store, here. */
  beforeCommit?: (commit: Commit) => Promise<void>;
  /** Everything that is stored, for assertions. */
  dump(): StoredItem[];
}

const MOST_WRITES = 8;

export function memoryRegistry(): MemoryRegistry {
  const items = new Map<string, StoredItem>();
  const chains = new Map<string, RegistryEvent[]>();
  const at = (pk: string, sk: string): string => `${pk}\u0000${sk}`;

  const holds = ({ item, when }: Write): boolean => {
    const stored = items.get(at(item.pk, item.sk));
    if (when === 'any') return true;
    return when === 'absent' ? stored === undefined : stored?.rev === when.revision;
  };
  const store = (item: Item, rev: number): void => {
    items.set(at(item.pk, item.sk), structuredClone({ ...withoutUndefined(item), rev }) as StoredItem);
  };
  const write = ({ item }: Write): void => store(item, (items.get(at(item.pk, item.sk))?.rev ?? 0) + 1);
  const below = (pk: string, prefix: string): StoredItem[] =>
    [...items.values()]
      .filter((item) => item.pk === pk && item.sk.startsWith(prefix))
      .sort((a, b) => (a.sk < b.sk ? -1 : 1));

  return {
    dump: () => structuredClone([...items.values()]),

    async get(pk, sk) {
      return structuredClone(items.get(at(pk, sk)));
    },

    async list(pk, prefix, { newestFirst = false, limit, cursor } = {}): Promise<Page<StoredItem>> {
      const ordered = newestFirst ? below(pk, prefix).reverse() : below(pk, prefix);
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const rest = ordered.filter(({ sk }) => after === undefined || (newestFirst ? sk < after : sk > after));
      const page = rest.slice(0, limit ?? rest.length);
      const last = page.at(-1);
      return {
        items: structuredClone(page),
        ...(last && page.length < rest.length ? { cursor: encodeCursor(last.sk) } : {}),
      };
    },

    async *collection(name) {
      for (const item of [...items.values()]) {
        if (membership(item)?.gsi1pk.startsWith(`${name}#`)) yield structuredClone(item);
      }
    },

    async commit(commit) {
      await this.beforeCommit?.(commit);
      const { model, head, event, writes, meta } = commit;
      if (writes.length > MOST_WRITES) throw new RangeError(`a commit of ${writes.length} writes, the most is 8`);
      const chain = chains.get(model) ?? [];
      if (chain.length !== head) throw new CommitConflict('head');
      const refused = writes.find((candidate) => !holds(candidate));
      if (refused) throw new CommitConflict('item', refused.item.sk);
      chains.set(model, [...chain, structuredClone(event)]);
      for (const accepted of writes) write(accepted);
      const { seq, hash, time } = event;
      store({ ...meta, pk: modelKey(model), sk: SK.meta, head: { seq, hash, time } }, seq);
    },

    async put(candidate) {
      if (!holds(candidate)) throw new CommitConflict('item', candidate.item.sk);
      write(candidate);
    },

    async events(model, { after = 0, limit } = {}) {
      const later = (chains.get(model) ?? []).filter(({ seq }) => seq > after);
      return structuredClone(later.slice(0, limit ?? later.length));
    },
  };
}

/** As the real store does: a member that is `undefined` is not stored. */
function withoutUndefined(item: Item): Item {
  return JSON.parse(JSON.stringify(item)) as Item;
}
