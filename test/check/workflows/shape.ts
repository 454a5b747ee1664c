/** Every placeholder is filled, no field contradicts another, and every state has a way in and a way out. */
import { machinesOf, type State, statesOf } from './definition.ts';
import { workflowRule } from './machines.ts';

/** States Language: most characters of a state's name. */
const NAME = 80;
const PATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'ItemsPath',
  'TimeoutSecondsPath',
];

const nextOf = (state: State): string[] =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ].filter((name) => name !== undefined);

/** Names that can be reached from these, going where `next` leads. */
function reach(from: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const other of next(name)) visit(other);
  };
  for (const name of from) visit(name);
  return seen;
}

export const shape = workflowRule('workflow-shape', ({ machine, text, fillings, type }, say) => {
  const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return [
    ...[...new Set(placeholders)]
      .filter((name) => !(name in fillings))
      .map((name) => say(undefined, `nothing fills the placeholder ${name}`, 'name it in the contract of the machine')),
    ...Object.keys(fillings)
      .filter((name) => !placeholders.includes(name))
      .map((name) => say(undefined, `${name} fills no placeholder`, 'delete it from the contract of the machine')),
    ...(type === 'STANDARD'
      ? []
      : [say(undefined, `is of type ${type}`, 'STANDARD: only it waits for jobs and for hours')]),
    ...statesOf(machine).flatMap(([name, state]) => [
      ...(name.length > NAME ? [say(name, 'has a name that is too long', `at most ${NAME} characters`)] : []),
      ...PATH_FIELDS.filter((field) => field in state).map((field) =>
        say(name, `${field} is of JSONPath`, 'use Arguments, Output, Assign'),
      ),
      ...(state.Next !== undefined && state.End ? [say(name, 'goes on and ends', 'Next or End')] : []),
      ...(state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)
        ? [say(name, 'waits by no clock or by two', 'Seconds or Timestamp')]
        : []),
      ...(state.Type === 'Choice' && state.Default === undefined
        ? [say(name, 'knows no way for the rest', 'give it a Default')]
        : []),
    ]),
    ...machinesOf(machine).flatMap(({ StartAt, States }) => {
      const next = (name: string) => (States[name] ? nextOf(States[name]) : []);
      const reached = reach([StartAt], next);
      const ends = Object.keys(States).filter(
        (name) => ['Succeed', 'Fail'].includes(States[name]?.Type ?? '') || States[name]?.End,
      );
      const backwards = (name: string) => Object.keys(States).filter((other) => next(other).includes(name));
      const ending = reach(ends, backwards);
      return [
        ...[...reached]
          .filter((name) => !States[name])
          .map((name) => say(name, 'is gone to and is not there', 'mend the Next that names it')),
        ...Object.keys(States)
          .filter((name) => !reached.has(name))
          .map((name) => say(name, 'is reached by nothing', 'delete it, or go there')),
        ...Object.keys(States)
          .filter((name) => !ending.has(name))
          .map((name) => say(name, 'leads to no end', 'give the loop a way out')),
      ];
    }),
  ];
});
