/** `cdk synth` as it is documented, strict, offline; its report of validation is read, for its exit code says too little. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '../../../lib/infra/config/configurations.ts';
import { type Cloud, cloudOf, type Template } from '../cloud/cloud.ts';
import { findingsOf } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';
import { runNode } from './tool.ts';

const say = findingsOf('synthesis');

interface Report {
  pluginReports: {
    pluginName?: string;
    conclusion?: string;
    violations?: { ruleName: string; description: string }[];
  }[];
}

/** @param folder empty; the assembly goes there */
export async function synthesiseWithCli({ name, context }: Configuration, folder: string): Promise<Finding[]> {
  const choices = Object.entries({ '@aws-cdk/core:validateAgainstDefaultRules': true, ...context });
  const { status, output } = await runNode(
    [
      'node_modules/aws-cdk/bin/cdk',
      'synth',
      // Without the pattern, stacks inside a stage are not looked at.
      '**',
      '--strict',
      '--quiet',
      '--no-notices',
      '--no-lookups',
      '--output',
      folder,
      ...choices.flatMap(([key, value]) => [
        '-c',
        `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      ]),
    ],
    { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'true', AWS_EC2_METADATA_DISABLED: 'true', CI: 'true' },
  );
  return [
    ...synthesisFindings(name, status, output),
    ...(status === 0 ? reportFindings(name, path.join(folder, 'validation-report.json')) : []),
  ];
}

export const synthesisFindings = (name: string, status: number | null, output: string): Finding[] => [
  ...(status === 0 ? [] : [say(name, output.trim().slice(-4000), 'mend what the CDK says')]),
  ...output
    .split('\n')
    .filter((line) => status === 0 && /\[(Warning|Error)|deprecated/i.test(line))
    .map((line) => say(name, line.trim(), 'mend it: --strict lets some warnings pass')),
];

function reportFindings(name: string, file: string): Finding[] {
  if (!existsSync(file)) return [say(name, 'has no validation-report.json', 'keep the CDK as it is locked')];
  return violationsOf(JSON.parse(readFileSync(file, 'utf8')) as Report).map((message) =>
    say(name, message, 'mend what the rule says'),
  );
}

/** A report names the plugins that found something; whatever it names is a finding, unexplained ones too. */
export const violationsOf = ({ pluginReports }: Report): string[] =>
  pluginReports.flatMap(({ pluginName = 'a plugin', conclusion, violations = [] }) => {
    if (violations.length > 0) return violations.map(({ ruleName, description }) => `${ruleName}: ${description}`);
    return conclusion === 'success' ? [] : [`${pluginName} ended with ${conclusion ?? 'nothing'}`];
  });

interface AssemblyManifest {
  artifacts: Record<string, { type: string; properties?: { templateFile?: string; stackName?: string } }>;
}

/** The templates of an assembly, by the part of the platform they are. */
export function cloudFrom(folder: string): Cloud {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const { artifacts } = read('manifest.json') as AssemblyManifest;
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
  return cloudOf(
    Object.fromEntries(
      stacks.map(({ properties }) => [
        (properties?.stackName ?? '').replace(/^[^-]+-/, ''),
        read(properties?.templateFile ?? '') as Template,
      ]),
    ),
  );
}
