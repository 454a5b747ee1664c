/** `sluice labels <model> <file>`: sends what was true, once it is known. */
import { readFileSync } from 'node:fs';
import { LabelsAnswer, MOST_LABELS } from '../../core/contracts/api.ts';
import { type Label, type LabelFault, parseLabels } from '../../core/performance/labels.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { requireFile } from '../input/named-file.ts';
import { number } from '../output/text.ts';

/** Below the 512 KB of a JSON body. */
const REQUEST_BYTES = 500_000;
const MOST_FAULTS = 20;
const HEADER_MEND = 'begin it with inferenceId,label or inferenceId,row,label';

function refuse(file: string, faults: readonly LabelFault[]): never {
  const told = faults.slice(0, MOST_FAULTS).map(({ line, fault }) => `${file}: line ${line}: ${fault}`);
  const more = faults.length > MOST_FAULTS ? [`${number(faults.length - MOST_FAULTS)} more`] : [];
  throw new CommandFailure(
    EXIT.usage,
    [...told, ...more, 'nothing was sent'].join('\n'),
    faults[0]?.mend ?? HEADER_MEND,
  );
}

/** Parts of the list that fit into a request each. */
export function* requestsOf(all: readonly Label[]): Generator<Label[]> {
  let part: Label[] = [];
  let bytes = 0;
  for (const label of all) {
    const own = Buffer.byteLength(JSON.stringify(label)) + 1;
    if (part.length === MOST_LABELS || bytes + own > REQUEST_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(label);
    bytes += own;
  }
  if (part.length > 0) yield part;
}

export const labels: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model> <file>')
      .examples('sluice labels churn november.csv', 'sluice labels churn november.csv && sluice performance churn')
      .action(
        run(async ({ session, out }, model: string, file: string) => {
          requireFile(file, 'sluice labels <model> <labels.csv>');
          const found = parseLabels(readFileSync(file, 'utf8'));
          if (found.faults.length > 0) refuse(file, found.faults);
          if (found.labels.length === 0) throw new CommandFailure(EXIT.usage, `${file} has no labels`, HEADER_MEND);
          const api = (await session()).api('DataScientist');
          const keys: string[] = [];
          for (const part of requestsOf(found.labels)) {
            const { body } = await api({ method: 'POST', path: `/models/${model}/labels`, body: { labels: part } });
            keys.push(LabelsAnswer.parse(body).key);
          }
          out.document({ model, labels: found.labels.length, keys });
          out.print(`${number(found.labels.length)} labels of ${model} are kept: sluice performance ${model}`);
        }),
      ),
};
