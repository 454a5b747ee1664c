/** The command tree with actions that do nothing: whether a text that people paste is a command that exists. */
import { buildProgram } from '../../lib/cli/program.ts';

/** What stands for the placeholders of documents. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '<model>': 'churn',
  '<version>': '7',
  '<stage>': 'production',
  '<file>': 'data.csv',
  '<run>': '01JD8Y0B7C',
  '<release>': '01JD8ZQ4T6',
  '<approval>': '01JD8ZQ4T6',
  '<id>': '01JD8ZQ4T6',
  '<why>': 'measured again',
};

/**
 * Parses a command as the command line does.
 * @throws CommanderError for a command, argument or option that does not exist; Error for a placeholder nobody knows
 */
export async function parseCommand(line: string): Promise<void> {
  let ran = 0;
  const program = buildProgram(
    () => async () => {
      ran += 1;
    },
    (root) => root.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} }),
  );
  const [name, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const args = words.map((word) => {
    if (!/^<.*>$/.test(word)) return word;
    const example = EXAMPLES[word];
    if (example === undefined) throw new Error(`${line}: ${word} stands for nothing here`);
    return example;
  });
  await program.parseAsync(args, { from: 'user' });
  if (name !== 'sluice' || ran !== 1) throw new Error(`${line} runs nothing`);
}
