/** JSONata expressions parse, use `$states` where it is there, and no variable that nobody assigns. */
import jsonata from 'jsonata';
import { type Machine, type State, statesOf } from './definition.ts';
import { workflowRule } from './machines.ts';

/** Functions of JSONata 2 and of Step Functions. */
const FUNCTIONS = new Set(
  'abs append assert average base64decode base64encode boolean ceil contains count decodeUrl decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip partition range hash uuid parse'.split(
    ' ',
  ),
);
/** The field of a state to what of `$states` is there beside input and context. */
const AVAILABLE: Readonly<Record<string, readonly string[]>> = {
  Output: ['result'],
  Assign: ['result'],
  Catch: ['errorOutput'],
};

interface Use {
  /** Variable names, and `states.result` for what of `$states` is used. */
  readonly used: readonly string[];
  readonly bound: readonly string[];
}

export const expressions = workflowRule('workflow-expressions', ({ machine }, say) => {
  return [
    ...(machine.QueryLanguage === 'JSONata' ? [] : [say(undefined, 'is not in JSONata', 'QueryLanguage: JSONata')]),
    ...scopesOf(machine).flatMap(({ states, assigned }) =>
      states.flatMap(([name, state]) =>
        Object.entries(state).flatMap(([field, value]) =>
          field === 'ItemProcessor'
            ? []
            : texts(value).flatMap((text) => {
                if (!text.startsWith('{%')) {
                  return text.startsWith('$.')
                    ? [say(name, `${field}: ${text} is of JSONPath`, 'write {% ... %}')]
                    : [];
                }
                const use = read(text);
                if (typeof use === 'string') return [say(name, `${field}: ${use}`, text)];
                return use.used.flatMap((variable) => {
                  const [root = '', member] = variable.split('.');
                  if (root === 'states')
                    return ['input', 'context', ...(AVAILABLE[field] ?? [])].includes(member ?? '')
                      ? []
                      : [
                          say(
                            name,
                            `${field} uses $states.${member}, which is not there`,
                            'result: Output and Assign; errorOutput: Catch',
                          ),
                        ];
                  return root === '' || use.bound.includes(root) || assigned.has(root) || FUNCTIONS.has(root)
                    ? []
                    : [say(name, `${field} uses $${root}, which nobody assigns`, 'Assign it before')];
                });
              }),
        ),
      ),
    ),
  ];
});

interface Scope {
  readonly states: [string, State][];
  readonly assigned: ReadonlySet<string>;
}

/** Children of a Distributed Map are executions of their own: they see no variable from outside. */
function scopesOf(machine: Machine): Scope[] {
  const children = statesOf(machine).flatMap(([, { ItemProcessor }]) =>
    ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? [ItemProcessor] : [],
  );
  const inside = new Set(children.flatMap((child) => statesOf(child).map(([name]) => name)));
  const own = statesOf(machine).filter(([name]) => !inside.has(name));
  const assigned = new Set(own.flatMap(([, state]) => assignedBy(state)));
  return [{ states: own, assigned }, ...children.flatMap(scopesOf)];
}

const assignedBy = (state: State): string[] => [
  ...Object.keys(state.Assign ?? {}),
  ...(state.Choices ?? []).flatMap(({ Assign }) => Object.keys(Assign ?? {})),
  ...(state.Catch ?? []).flatMap(({ Assign }) => Object.keys((Assign ?? {}) as object)),
];

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** @returns the parser's message for what it cannot read */
function read(text: string): Use | string {
  if (!text.endsWith('%}')) return 'does not end in %}';
  try {
    const used: string[] = [];
    const bound: string[] = [];
    walk(jsonata(text.slice(2, -2)).ast(), used, bound);
    return { used, bound };
  } catch (error) {
    return (error as Error).message;
  }
}

interface Node {
  type?: string;
  value?: unknown;
  steps?: Node[];
  lhs?: Node;
  arguments?: Node[];
}

function walk(node: unknown, used: string[], bound: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, value, steps, lhs, arguments: parameters } = node as Node;
  if (type === 'path' && steps?.[0]?.type === 'variable' && steps[0].value === 'states') {
    used.push(`states.${steps[1]?.value ?? ''}`);
    for (const step of steps.slice(1)) walk(step, used, bound);
    return;
  }
  if (type === 'variable') used.push(String(value));
  if (type === 'bind' && lhs) bound.push(String(lhs.value));
  if (type === 'lambda') for (const parameter of parameters ?? []) bound.push(String(parameter.value));
  for (const [key, child] of Object.entries(node)) if (key !== 'position') walk(child, used, bound);
}
