/** What `npm run check` looks at, in the order it is told. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CONFIGURATIONS, type Configuration } from '../../../lib/infra/config/configurations.ts';
import { findingsOf } from '../cloud/rule.ts';
import { CLOUD_RULES } from '../cloud/rules.ts';
import type { Finding } from '../finding.ts';
import { lockFindings } from '../locks/all.ts';
import { readLockFiles } from '../locks/files.ts';
import { manifestFindings, shownManifests } from '../manifests/manifests.ts';
import { ACKNOWLEDGEMENTS } from '../nag/acknowledgements.ts';
import { explain, staleFindings, unexplainedFinding } from '../nag/match.ts';
import { nagFindings } from '../nag/nag.ts';
import { staleExplanations } from '../templates/schema.ts';
import type { Check } from './check.ts';
import { statedFor } from './stated.ts';
import { cloudFrom, synthesiseWithCli } from './synthesis.ts';
import { toolCheck } from './tool.ts';

const TOOLS: readonly Check[] = [
  toolCheck('types', 'mend the types', ['typescript/bin/tsc', '-p', '.']),
  toolCheck('lint and format', 'biome check --write', ['@biomejs/biome/bin/biome', 'check', '.']),
  toolCheck('import rules', 'see lib/README.md', [
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'bin',
    'lib',
    'lambdas',
  ]),
  toolCheck('unused code', 'delete it, or say in knip.json who uses it', [
    'knip/bin/knip.js',
    '--no-progress',
    '--treat-config-hints-as-errors',
  ]),
];

const locks: Check = {
  title: 'locks',
  run() {
    const files = readLockFiles();
    return { findings: lockFindings(files), note: `${Object.keys(files.lock.packages).length - 1} npm packages` };
  },
};

const manifests: Check = {
  title: 'manifests of demo and documents',
  run() {
    const shown = shownManifests();
    return {
      findings: shown.flatMap(({ at, text }) => manifestFindings(at, text)),
      note: String(shown.length),
    };
  },
};

/** The strict synthesis of a configuration, then our rules on its templates. */
const cloudChecks = (configuration: Configuration, folder: string): Check => ({
  title: `synthesis and rules: ${configuration.name}`,
  async run() {
    mkdirSync(folder, { recursive: true });
    const synthesised = await synthesiseWithCli(configuration, folder);
    if (synthesised.length > 0) return { findings: synthesised };
    const cloud = cloudFrom(folder);
    const found = await Promise.all(
      CLOUD_RULES.map((rule) => rule.find(cloud, { stated: statedFor(configuration.name) })),
    );
    const resources = Object.values(cloud.templates).reduce(
      (sum, { Resources }) => sum + Object.keys(Resources).length,
      0,
    );
    const stale = staleExplanations(cloud).map((id) =>
      findingsOf('cloudformation')(
        'test/check/templates/schema.ts',
        `${id} is explained and no longer found`,
        'delete it',
      ),
    );
    return { findings: [...found.flat(), ...stale], note: `${resources} resources, ${CLOUD_RULES.length} rules` };
  },
});

const nag: Check = {
  title: 'cdk-nag: AwsSolutions, Serverless',
  run() {
    const explained = CONFIGURATIONS.map(({ name, context }) => ({
      name,
      ...explain(
        nagFindings({ subscribers: 'oncall@example.com', ...context }),
        ACKNOWLEDGEMENTS,
        String(context['name'] ?? 'sluice'),
      ),
    }));
    const counts = explained.map((one) => one.counts);
    const findings: Finding[] = explained.flatMap(({ name, unexplained }) =>
      unexplained.map(unexplainedFinding).map((finding) => ({ ...finding, at: `${name}: ${finding.at}` })),
    );
    const total = counts.map((one) => one.reduce((sum, count) => sum + count, 0));
    return {
      findings: [...findings, ...staleFindings(ACKNOWLEDGEMENTS, counts)],
      note: `${total.join(' + ')} findings acknowledged by ${ACKNOWLEDGEMENTS.length} reasons`,
    };
  },
};

/** @param scratch a folder for assemblies, removed by who made it */
export const checks = (scratch: string): readonly Check[] => [
  ...TOOLS,
  locks,
  manifests,
  ...CONFIGURATIONS.map((configuration) => cloudChecks(configuration, path.join(scratch, configuration.name))),
  nag,
];
