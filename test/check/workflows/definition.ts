/** A state machine in Amazon States Language, as far as the rules read it. */
export interface Rule {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxAttempts?: number;
  JitterStrategy?: string;
  Next?: string;
  Assign?: unknown;
  Output?: unknown;
}

export interface State {
  Type: string;
  Resource?: string;
  Arguments?: unknown;
  Output?: unknown;
  Assign?: Record<string, unknown>;
  TimeoutSeconds?: number | string;
  Seconds?: number | string;
  Timestamp?: string;
  MaxConcurrency?: number;
  Items?: unknown;
  ItemSelector?: unknown;
  ItemProcessor?: Machine;
  Choices?: { Condition: string; Next?: string; Assign?: Record<string, unknown> }[];
  Default?: string;
  Retry?: Rule[];
  Catch?: Rule[];
  Next?: string;
  End?: boolean;
  Error?: string;
  Cause?: string;
  /** JSONPath fields, which JSONata states must not have. */
  Parameters?: unknown;
  ResultPath?: unknown;
}

export interface Machine {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  ProcessorConfig?: { Mode?: string };
}

/** Every state, those inside Map as well, with its name. */
export const statesOf = (machine: Machine): [string, State][] =>
  Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);

/** Every machine: the definition itself and those inside Map. */
export const machinesOf = (machine: Machine): Machine[] => [
  machine,
  ...Object.values(machine.States).flatMap(({ ItemProcessor }) => (ItemProcessor ? machinesOf(ItemProcessor) : [])),
];
