/** Deploys the platform's own templates to a local cloud with the CDK CLI, as a person would to an account. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { NODE, PROGRAM_PATH, ROOT } from './paths.ts';
import { type CommandResult, runLeashed } from './process/run.ts';
import { cleanEnvironment, LOCAL_ACCOUNT, LOCAL_REGION, rootEnvironment } from './settings.ts';

const CDK = path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const QUIET = ['--no-notices', '--no-version-reporting', '--ci'];

export interface DeployTimes {
  /** Seconds, wall clock. */
  bootstrapAndSynth: number;
  deploy: number;
}

/** @throws Error with the CDK's own words when a step fails */
export async function deployLocally(
  port: number,
  options: { workDir: string; context?: Record<string, string>; onLine?: (line: string) => void },
): Promise<DeployTimes> {
  // Goes with the cloud's own folder, however this ends.
  const assembly = path.join(options.workDir, 'assembly');
  mkdirSync(path.join(options.workDir, 'cdk'), { recursive: true });
  const env = {
    ...cleanEnvironment(),
    ...rootEnvironment(port),
    PATH: PROGRAM_PATH,
    CDK_DEFAULT_ACCOUNT: LOCAL_ACCOUNT,
    CDK_DEFAULT_REGION: LOCAL_REGION,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // What a synthesis that is killed leaves behind goes with the cloud's folder.
    TMPDIR: path.join(options.workDir, 'cdk'),
  };
  const cdk = (cwd: string, ...args: string[]): Promise<CommandResult> =>
    runLeashed(NODE, [CDK, ...args, ...QUIET], { cwd, env, ...(options.onLine ? { onLine: options.onLine } : {}) });
  const context = Object.entries(options.context ?? {}).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const started = performance.now();
  // Neither needs the other, and there are two cores. Beside our cdk.json `bootstrap` would synthesise as well.
  const [bootstrap, synth] = await Promise.all([
    cdk(options.workDir, 'bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`),
    cdk(ROOT, 'synth', '--quiet', '--no-lookups', '--output', assembly, ...context),
  ]);
  orThrow('cdk bootstrap', bootstrap);
  orThrow('cdk synth', synth);
  const synthesised = performance.now();
  orThrow(
    'cdk deploy',
    await cdk(ROOT, 'deploy', '--all', '--app', assembly, '--require-approval', 'never', '--progress', 'events'),
  );
  const deployed = performance.now();
  return { bootstrapAndSynth: (synthesised - started) / 1000, deploy: (deployed - synthesised) / 1000 };
}

function orThrow(title: string, result: CommandResult): void {
  if (result.code === 0) return;
  throw new Error(`${title} ended with ${result.code}:\n${result.output.split('\n').slice(-40).join('\n')}`);
}
