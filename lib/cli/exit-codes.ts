/** Exit codes of the command line: "I stopped looking" is not "it failed". */
export const EXIT = {
  done: 0,
  /** A fault of ours or of AWS. */
  fault: 1,
  /** Bad usage or input; nothing was sent. */
  usage: 2,
  /** Refused by a gate, policy or conflict; nothing changed. */
  refused: 3,
  /** It ran and ended badly: rolled back, inconclusive, run failed, upload refused. */
  endedBadly: 4,
  /** A check found something. */
  found: 5,
  /** `--timeout` passed; it goes on. */
  timeout: 124,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a code and a text for stderr; `mend` is a command that can be pasted. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly code: ExitCode;
  readonly mend: string | undefined;
  constructor(code: ExitCode, message: string, mend?: string) {
    super(message);
    this.code = code;
    this.mend = mend;
  }
}
