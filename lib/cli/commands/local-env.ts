/** `sluice local env`: the environment in which the AWS CLI and the SDKs, as they are, talk to a local cloud. */
import { Option } from 'commander';
import { parametersOf } from '../../adapters/aws/access.ts';
import { findPlatform, PlatformMissing } from '../../adapters/aws/platform.ts';
import { environmentText, localEnvironment, SHELLS, type Shell } from '../../local/environment.ts';
import { personaAccess, rootAccess } from '../../local/personas.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { localApiUrl, requireInstance } from '../session.ts';

export const localEnv: CommandSpec = {
  define: (command, run) =>
    command
      .examples('eval "$(sluice local env)"', 'eval "$(sluice local env --as DataScientist)"')
      .addOption(new Option('--shell <shell>', 'how it is written').choices(SHELLS).default('sh'))
      .option('--port <port>', 'of a local cloud that another checkout started', positiveInteger)
      .action(
        run(async ({ out, platform, options: { instance, as } }, { shell, port: given }: EnvOptions) => {
          const port = given ?? requireInstance(instance).port;
          const access = as ? await personaAccess(port, platform, as) : rootAccess(port);
          const environment = localEnvironment(access, await apiUrl(port, platform), process.env);
          out.document(environment.set);
          out.print(environmentText(environment, shell));
        }),
      ),
};

interface EnvOptions {
  shell: Shell;
  port?: number;
}

/** Absent while no platform of that name is deployed. */
async function apiUrl(port: number, platform: string): Promise<string | undefined> {
  try {
    const outputs = await findPlatform({ client: parametersOf(rootAccess(port)), platform });
    return localApiUrl(outputs['api-url'], port);
  } catch (error) {
    if (error instanceof PlatformMissing) return undefined;
    throw error;
  }
}
