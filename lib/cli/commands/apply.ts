/** `sluice apply <model.yaml>`: checks the manifest here, then stores it as a new revision. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApplyAnswer } from '../../core/contracts/api.ts';
import { renderManifestIssues } from '../../core/contracts/manifest/render.ts';
import { parseManifestYaml } from '../../core/contracts/manifest/yaml.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { short } from '../output/text.ts';
import type { Session } from '../session.ts';

/** @throws CommandFailure with every fault of the file; nothing is sent then */
export async function applyManifest(session: Session, file: string): Promise<ApplyAnswer> {
  const text = readFileSync(file, 'utf8');
  const parsed = parseManifestYaml(text);
  if ('issues' in parsed)
    throw new CommandFailure(EXIT.usage, renderManifestIssues(path.basename(file), text, parsed.issues));
  const answer = await session.api('DataScientist')({
    method: 'PUT',
    path: `/models/${parsed.manifest.model}`,
    body: parsed.manifest,
  });
  return ApplyAnswer.parse(answer.body);
}

export const apply: CommandSpec = {
  register: (program, run) =>
    program
      .command('apply <file>')
      .description('store model.yaml as a new revision of its model')
      .examples('sluice apply model.yaml', 'sluice apply churn/model.yaml --json')
      .action(
        run(async ({ session, out }, file: string) => {
          const answer = await applyManifest(await session(), file);
          out.document(answer);
          out.print(
            answer.changed
              ? `${answer.model}: revision ${answer.revision} (${short(answer.digest.split(':')[1] ?? '')})`
              : `${answer.model}: unchanged, revision ${answer.revision}`,
          );
        }),
      ),
};
