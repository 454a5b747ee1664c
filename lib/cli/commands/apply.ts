/** `sluice apply <model.yaml>`: checks the manifest here, then stores it as a new revision, and shows what changed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../adapters/aws/api-client.ts';
import { ApplyAnswer } from '../../core/contracts/api.ts';
import { type ManifestChange, manifestChanges } from '../../core/contracts/manifest/changes.ts';
import { MANIFEST_CODES, type ManifestCode, manifestIssue } from '../../core/contracts/manifest/issue.ts';
import type { PlacedIssue } from '../../core/contracts/manifest/places.ts';
import { renderManifestIssues } from '../../core/contracts/manifest/render.ts';
import type { Manifest } from '../../core/contracts/manifest/schema.ts';
import { parseManifestYaml } from '../../core/contracts/manifest/yaml.ts';
import { gateFault } from '../../core/evaluation/gates.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { requireFile } from '../input/named-file.ts';
import { readManifest } from '../manifests.ts';
import { printable, short } from '../output/text.ts';
import type { Session } from '../session.ts';

interface ManifestFile {
  name: string;
  text: string;
  manifest: Manifest;
}

/** @throws CommandFailure with every fault of the file */
export function readManifestFile(file: string): ManifestFile {
  requireFile(file, 'sluice init <folder> --from <data.csv>');
  const name = path.basename(file);
  const text = readFileSync(file, 'utf8');
  const parsed = parseManifestYaml(text, { validateGates: gateFault });
  if ('issues' in parsed) throw new CommandFailure(EXIT.usage, renderManifestIssues(name, text, parsed.issues));
  return { name, text, manifest: parsed.manifest };
}

const isManifestCode = (code: unknown): code is ManifestCode => (MANIFEST_CODES as readonly unknown[]).includes(code);

/** Faults that only the platform knows of, as those of its policy, at their lines. */
function placed(error: unknown, { name, text }: ManifestFile): unknown {
  if (!(error instanceof ApiError) || error.code !== 'invalid-manifest') return error;
  const issues = (error.problem.errors ?? []).map(({ pointer, detail, mend = 'change it', ...more }): PlacedIssue => {
    const parts = pointer
      .replace(/^#\/?/, '')
      .split('/')
      .filter((part) => part !== '');
    const at = parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
    const code: unknown = 'code' in more ? more.code : undefined;
    return manifestIssue(isManifestCode(code) ? code : 'manifest/policy', at, detail, mend);
  });
  return issues.length === 0 ? error : new CommandFailure(EXIT.usage, renderManifestIssues(name, text, issues));
}

/** @throws CommandFailure with every fault of the file; nothing is stored then */
export async function applyManifest(session: Session, file: string): Promise<ApplyAnswer> {
  return store(session, readManifestFile(file));
}

async function store(session: Session, read: ManifestFile): Promise<ApplyAnswer> {
  try {
    const answer = await session.api('DataScientist')({
      method: 'PUT',
      path: `/models/${read.manifest.model}`,
      body: read.manifest,
    });
    return ApplyAnswer.parse(answer.body);
  } catch (error) {
    throw placed(error, read);
  }
}

/** Undefined for a model that is new. */
async function manifestBefore(session: Session, model: string): Promise<Manifest | undefined> {
  try {
    return await readManifest(session, model);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unknown-model') return undefined;
    throw error;
  }
}

const MOST_CHANGES = 30;

/** `- ` what was, `+ ` what is, a line each. */
export function changesText(changes: readonly ManifestChange[]): string {
  const lines = changes
    .slice(0, MOST_CHANGES)
    .flatMap(({ path: at, before, after }) => [
      ...(before === undefined ? [] : [`  - ${at}: ${before}`]),
      ...(after === undefined ? [] : [`  + ${at}: ${after}`]),
    ]);
  const more = changes.length > MOST_CHANGES ? [`  and ${changes.length - MOST_CHANGES} more`] : [];
  return [...lines, ...more].map(printable).join('\n');
}

export const apply: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<file>')
      .examples('sluice apply model.yaml', 'sluice apply churn/model.yaml --json')
      .action(
        run(async (context, file: string) => {
          const { out } = context;
          const session = await context.session();
          const read = readManifestFile(file);
          const before = await manifestBefore(session, read.manifest.model);
          const answer = await store(session, read);
          const changes = before ? manifestChanges(before, read.manifest) : [];
          out.document({ ...answer, changes });
          const { model, revision, digest, changed } = answer;
          if (!changed) {
            out.print(`${model}: unchanged, revision ${revision}`);
            return;
          }
          out.print(
            [
              `${model}: revision ${revision} (${short(digest.split(':')[1] ?? '')})`,
              ...(changes.length > 0 ? [changesText(changes)] : []),
              `next: sluice upload ${model} <file.csv>`,
            ].join('\n'),
          );
        }),
      ),
};
