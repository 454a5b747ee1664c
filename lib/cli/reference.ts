/** `lib/docs/cli.md`, written from the command tree: `node_modules/.bin/node lib/cli/reference.ts` writes it anew. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Argument, Command, Option } from 'commander';
import { ROOT } from '../local/paths.ts';
import type { CliCommand } from './command.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import { buildProgram } from './program.ts';

export const REFERENCE = path.join(ROOT, 'lib', 'docs', 'cli.md');

/** What no option or command can say of itself. */
const RULES = `- **Streams.** stdout is the answer and nothing else; progress, the target and errors go to stderr. With \`--json\` stdout is
  one document, also for an error (problem details, RFC 9457, with \`exitCode\`) and for an empty list; while something is watched it
  is JSON Lines, the document last. Members of the JSON are only ever added; tables may change.
- **Target.** The first line on stderr says where a command works. \`sluice local up\` and \`sluice target\` choose it for this checkout
  (\`.sluice/target\`), \`--target\` chooses for one call. Credentials in the environment choose nothing. With
  \`sluice target aws --account <number> --region <region>\` any other account or region is refused before anything is called but
  GetCallerIdentity.
- **Rights.** On AWS they are those of your credentials. Locally each command acts with the managed policy of the persona it is
  meant for, and \`--as\` names another.
- **Danger.** What changes what people use is asked for after a plan; \`sluice teardown\` wants the platform's name typed. Without a
  terminal a command that would ask ends with 2; \`--yes\` answers. \`teardown --yes\` also needs \`--account\` and \`--platform\`.
- **Ids.** Tables show 8 characters, JSON the whole. Any beginning that only one item has is accepted.
- **Colours.** \`--color\`, NO_COLOR and FORCE_COLOR; a state is always a word too.`;

/** Rights that \`doctor --aws\` uses besides those of the platform's policies. */
const DOCTOR_RIGHTS = `Rights for \`--aws\`, beside a managed policy of the platform: \`ssm:GetParameter\` on \`/cdk-bootstrap/hnb659fds/version\`,
\`servicequotas:ListServiceQuotas\` and \`ListAWSDefaultServiceQuotas\`, \`sns:ListSubscriptionsByTopic\` on the topic,
\`sagemaker:ListEndpoints\`, \`DescribeEndpoint\` and \`DescribeEndpointConfig\`. A check that lacks its right is a FAIL that names it.`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function optionRow(option: Option): string {
  const { flags, description, argChoices, defaultValue, mandatory } = option;
  const notes = [
    ...(argChoices ? [argChoices.map((choice) => `\`${choice}\``).join(', ')] : []),
    ...(defaultValue === undefined || typeof defaultValue === 'boolean' ? [] : [`default \`${String(defaultValue)}\``]),
    ...(mandatory ? ['required'] : []),
  ];
  return `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(description)} | ${notes.join('; ')} |`;
}

const table = (options: readonly Option[]): string[] =>
  options.length === 0 ? [] : ['', '| option | | |', '|---|---|---|', ...options.map(optionRow)];

function argumentLine(argument: Argument): string[] {
  const choices = argument.argChoices?.map((choice) => `\`${choice}\``).join(', ');
  const text = [argument.description, ...(choices ? [choices] : [])].filter((part) => part !== '').join(': ');
  return text === '' ? [] : [`- \`${argument.name()}\`: ${cell(text)}`];
}

const usageOf = (command: Command, at: string): string =>
  [
    at,
    ...command.registeredArguments.map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
    ...(command.options.length > 0 ? ['[options]'] : []),
  ].join(' ');

function section(command: CliCommand, at: string): string[] {
  const below = command.commands.flatMap((one) => section(one as CliCommand, `${at} ${one.name()}`));
  // A group alone says nothing; one that does something by itself is a command too.
  if (command.commands.length > 0 && command.registeredArguments.length === 0) return below;
  const args = command.registeredArguments.flatMap(argumentLine);
  return [
    '',
    `## ${at}`,
    `${command.description()[0]?.toUpperCase()}${command.description().slice(1)}.`,
    '```',
    usageOf(command, at),
    '',
    ...command.exampleLines.map((line) => `$ ${line}`),
    '```',
    ...args,
    ...table(command.options.filter((option) => !option.hidden)),
    ...(at === 'sluice doctor' ? ['', DOCTOR_RIGHTS] : []),
    ...below,
  ];
}

/** The whole document. @param program all of it loaded */
export function reference(program: CliCommand): string {
  return `${[
    '# The command line',
    '',
    '<!-- Written from the command tree by lib/cli/reference.ts. -->',
    '`npx sluice <command>` in the checkout, after its set-up. `sluice --help` and `sluice <command> --help` say the same.',
    '',
    RULES,
    '',
    '## Exit codes',
    '| code | |',
    '|---|---|',
    ...Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    '## Options of every command',
    ...table(program.options).slice(1),
    ...program.commands.flatMap((one) => section(one as CliCommand, `sluice ${one.name()}`)),
  ].join('\n')}\n`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(REFERENCE, reference(await buildProgram(() => async () => {}).loadAll()));
