/** Exit codes of the command line: "I stopped looking" is not "it failed". */
export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  endedBadly: 4,
  found: 5,
  timeout: 124,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code says to a script; help and `lib/docs/cli.md` print it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'a fault of Sluice, of AWS or of the machine',
  2: 'bad usage or input; nothing was sent',
  3: 'refused by a gate, an approval, a policy or a conflict; nothing changed',
  4: 'it ran and ended badly: rolled back, inconclusive, run failed, upload refused',
  5: 'a check found something: data check, doctor, drift --check, events',
  124: '--timeout passed; it goes on',
  130: 'Ctrl-C; what was started goes on',
};

/** Ends a command with a code and a text for stderr; `mend` is a command that can be pasted. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly code: ExitCode;
  readonly mend: string | undefined;
  /** Further members of the document that `--json` gives, beside `detail` and `mend`. */
  readonly more: Readonly<Record<string, unknown>>;
  constructor(code: ExitCode, message: string, mend?: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.mend = mend;
    this.more = more;
  }
}
