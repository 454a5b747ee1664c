/** Ports of a process that dies at its k-th call: that one is not made, or made and never answered, and no other follows. */

export class Died extends Error {
  override readonly name = 'Died';
}

/** A call, as `port.method`. */
export type Called = string;

export interface Death {
  /** Which call, from 0 on. */
  call: number;
  /** Whether its effect is there. */
  done: boolean;
  /** Whether others can be made after it: a fault of one call, and no death. */
  survives: boolean;
}

/** @param called is told of every call @param death none: all calls are made */
export function dying<P extends object>(
  ports: P,
  names: readonly (keyof P & string)[],
  called: (call: Called) => void,
  death?: Death,
): P {
  let calls = 0;
  const before = (): void => {
    const call = calls++;
    if (!death || call < death.call) return;
    if (call > death.call && death.survives) return;
    if (call === death.call && death.done) return;
    throw new Died(`before call ${call}`);
  };
  const after = (call: number): void => {
    if (death?.done && call === death.call) throw new Died(`after call ${call}`);
  };
  const wrapped = (port: object, name: string): object =>
    new Proxy(port, {
      get(target, property) {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          called(`${name}.${String(property)}`);
          const call = calls;
          const made = (): unknown => Reflect.apply(member, target, given);
          if (property === 'list' && name === 'objects') return listed(before, made);
          return (async () => {
            before();
            const result: unknown = await made();
            after(call);
            return result;
          })();
        };
      },
    });
  return { ...ports, ...Object.fromEntries(names.map((name) => [name, wrapped(ports[name] as object, name)])) };
}

async function* listed(before: () => void, made: () => unknown): AsyncGenerator<unknown> {
  before();
  yield* made() as AsyncIterable<unknown>;
}
