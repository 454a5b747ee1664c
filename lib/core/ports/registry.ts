/**
 * The registry: what is known about models, and the chain of events that led there. One `commit` is one transaction:
 * the head of the model's chain moves, the event is appended, the state changes, all or nothing.
 */
import type { RegistryEvent } from '../registry/event.ts';

/** An item of the registry table. `pk` is `M#<model>`; `sk` by registry/keys. `rev` counts writes and is the store's. */
export interface Item {
  pk: string;
  sk: string;
  /** Version of the document's shape. */
  v: number;
  [attribute: string]: unknown;
}

export interface Page<T> {
  items: T[];
  cursor?: string;
}

/** A write with its condition. `absent`: the item must not exist; `revision`: its `rev` must be this number; `any`: no condition. */
export interface Write {
  item: Item;
  when: 'absent' | 'any' | { revision: number };
}

export interface Commit {
  model: string;
  /** Sequence number of the chain's head that the decision was made on; 0 for a new chain. */
  head: number;
  event: RegistryEvent;
  /** At most 8 writes: the transaction holds 10. META is among them only through `meta`. */
  writes: Write[];
  /** The new META item; its head is set by the store from `event`. */
  meta: Item;
}

export interface Registry {
  /** Strongly consistent. The item carries `rev`. */
  get(pk: string, sk: string): Promise<(Item & { rev: number }) | undefined>;
  /** Items of one model whose sort key begins with `prefix`, by sort key. Strongly consistent. */
  list(
    pk: string,
    prefix: string,
    options?: { newestFirst?: boolean; limit?: number; cursor?: string },
  ): Promise<Page<Item & { rev: number }>>;
  /**
   * All items of a sparse collection (`MODELS` or `LIVE`), over its 8 shards. Eventually consistent.
   * @throws RegistryGone
   */
  collection(name: 'MODELS' | 'LIVE'): AsyncIterable<Item & { rev: number }>;
  /** @throws CommitConflict */
  commit(commit: Commit): Promise<void>;
  /** Puts a single item outside the chain (requests' replies, notices, progress). @throws CommitConflict */
  put(write: Write): Promise<void>;
  /** Events of a model after `after`, in order. */
  events(model: string, options?: { after?: number; limit?: number }): Promise<RegistryEvent[]>;
}

/** The commit did not happen: the chain moved (`head`), or a write's condition failed (`item`: its sort key). */
export class CommitConflict extends Error {
  override readonly name = 'CommitConflict';
  readonly on: 'head' | 'item' | 'busy';
  readonly sk: string | undefined;
  constructor(on: 'head' | 'item' | 'busy', sk?: string) {
    super(`registry commit refused: ${on}${sk ? ` ${sk}` : ''}`);
    this.on = on;
    this.sk = sk;
  }
}

/** There is no registry any more: its table was deleted. */
export class RegistryGone extends Error {
  override readonly name = 'RegistryGone';
}
