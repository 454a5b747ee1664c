/** What a check has to say about one place. */
export interface Finding {
  /** The rule that was broken. */
  readonly rule: string;
  /** Where: `<part>/<logical id>`, `<machine>/<state>`, a file, a package. */
  readonly at: string;
  readonly message: string;
  /** What to do about it. */
  readonly mend: string;
}

export const describeFinding = ({ rule, at, message, mend }: Finding): string =>
  `${rule}: ${at}: ${message}\n    mend: ${mend}`;
