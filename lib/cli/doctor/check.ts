/** What a check is, how checks run, and how their findings are told. */
import { failureOf } from '../failure.ts';
import { printable } from '../output/text.ts';

export const GROUPS = ['machine', 'local cloud', 'account', 'platform'] as const;
export type Group = (typeof GROUPS)[number];

/** `warn`: it works, and something is not as it should be. Optional things are never worse than `ok`. */
export type Result = 'ok' | 'warn' | 'FAIL';

export interface Finding {
  result: Result;
  /** What was found, in a line. */
  text: string;
  /** A command or a sentence that makes it `ok`. */
  mend?: string;
}

export interface Check {
  group: Group;
  name: string;
  /** What it throws is a FAIL. */
  find(): Promise<Finding> | Finding;
}

export type Checked = Finding & Pick<Check, 'group' | 'name'>;

export const ok = (text: string): Finding => ({ result: 'ok', text });
export const warn = (text: string, mend: string): Finding => ({ result: 'warn', text, mend });
export const fail = (text: string, mend: string): Finding => ({ result: 'FAIL', text, mend });

/** A check that could not be made is no check that was passed. */
function thrown(error: unknown): Finding {
  const { document } = failureOf(error);
  const { detail, title, mend } = document;
  return { result: 'FAIL', text: String(detail ?? title), ...(mend ? { mend: String(mend) } : {}) };
}

/** One after the other, in their order: each finding is given as it comes. */
export async function runChecks(checks: readonly Check[], onFinding?: (checked: Checked) => void): Promise<Checked[]> {
  const found: Checked[] = [];
  for (const { group, name, find } of checks) {
    const finding = await Promise.resolve().then(find).catch(thrown);
    const checked = { group, name, ...finding };
    found.push(checked);
    onFinding?.(checked);
  }
  return found;
}

const WORST: readonly Result[] = ['FAIL', 'warn', 'ok'];
const count = (found: readonly Checked[], result: Result): number =>
  found.filter((one) => one.result === result).length;

function lines({ result, name, text, mend }: Checked): string[] {
  const [first = '', ...rest] = text.split('\n').map(printable);
  return [
    `  ${result.padEnd(4)}  ${name}: ${first}`,
    ...rest.map((line) => `        ${line.trim()}`),
    ...(mend ? [`        mend: ${printable(mend)}`] : []),
  ];
}

/** Groups with their worst result, a line a check, and the count. */
export function checksText(found: readonly Checked[]): string {
  const groups = GROUPS.flatMap((group) => {
    const own = found.filter((one) => one.group === group);
    if (own.length === 0) return [];
    const worst = WORST.find((result) => count(own, result) > 0);
    return [`${group}: ${worst}`, ...own.flatMap(lines)];
  });
  return [...groups, summary(found)].join('\n');
}

/** "14 checks: 12 ok, 1 warn, 1 FAIL" */
export const summary = (found: readonly Checked[]): string =>
  `${found.length} checks: ${(['ok', 'warn', 'FAIL'] as const).map((result) => `${count(found, result)} ${result}`).join(', ')}`;
