/** Manifests that people see are ones that a platform takes: those of the demo, and every `model.yaml` in the documents. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseManifestYaml } from '../../../lib/core/contracts/manifest/yaml.ts';
import { defaultPolicy, tighten } from '../../../lib/core/contracts/policy.ts';
import { gateFault } from '../../../lib/core/evaluation/gates.ts';
import { FIRST, OWN_SCRIPT, SECOND } from '../../../lib/demo/manifest.ts';
import { ROOT } from '../../../lib/infra/config/root.ts';
import { findingsOf } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';

const say = findingsOf('manifest');

/** Everything that `sluice apply` and the API would refuse in this text. */
export function manifestFindings(at: string, text: string): Finding[] {
  const parsed = parseManifestYaml(text, { validateGates: gateFault });
  const issues = 'issues' in parsed ? parsed.issues : tighten(parsed.manifest, defaultPolicy());
  return issues.map(({ code, message, mend }) => say(at, `${code}: ${message}`, mend));
}

export interface ShownManifest {
  readonly at: string;
  readonly text: string;
}

/** Those of the demo; in documents, blocks of YAML that begin as a manifest does. */
export function shownManifests(): ShownManifest[] {
  const documents = ['README.md', ...readdirSync(path.join(ROOT, 'lib', 'docs')).map((name) => `lib/docs/${name}`)];
  const demo = Object.entries({ FIRST, SECOND, OWN_SCRIPT }).map(([name, text]) => ({
    at: `lib/demo/manifest.ts: ${name}`,
    text,
  }));
  const inDocuments = documents
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^```ya?ml\n(sluice: [\s\S]*?)^```/gm)].map(
        ([, text = ''], i) => ({
          at: `${file}, manifest ${i + 1}`,
          text,
        }),
      ),
    );
  return [...demo, ...inDocuments];
}
