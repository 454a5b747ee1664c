/**
 * schemathesis over the OpenAPI document that the platform serves, signed as a persona: valid requests and such that break
 * the document. No answer may be a 5xx or other than described, nothing that breaks the document may be taken, and what
 * was refused may have stored nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSession } from '../../lib/cli/session.ts';
import type { Persona } from '../../lib/core/contracts/routes.ts';
import { ROOT } from '../../lib/local/paths.ts';
import { runLeashed } from '../../lib/local/process/run.ts';
import { withFolder } from '../bench/folder.ts';
import { readCalls } from './calls.ts';
import { modelOf, snapshot, unaccounted } from './stored.ts';
import { makeWorld } from './world.ts';

interface FuzzOptions {
  port: number;
  platform: string;
  persona: Persona;
  seed: number;
  phases: readonly ('examples' | 'coverage' | 'fuzzing')[];
  /** Most cases of the fuzzing phase for an operation. */
  examples: number;
  /** Of the model that is made for it. */
  model: string;
  /** Nobody else uses the platform meanwhile: everything that was stored is looked at, and what answers told is used. */
  alone: boolean;
}

interface Fuzzed {
  requests: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  /** What schemathesis found, with the request that brings it back; empty when nothing. */
  failures: string;
  /** Keys of what was stored without a success that accounts for it. */
  unaccounted: string[];
  /** Models that were there before, and called although they are another's. */
  strangers: string[];
}

/**
 * schemathesis also takes values from answers. Beside others it would find their models in the list of models, and change
 * them: there it takes none.
 */
const NOTHING_FROM_ANSWERS = ['examples', 'coverage', 'fuzzing']
  .map((phase) => `\n[phases.${phase}.extra-data-sources]\nresponses = false\n`)
  .join('');

function configuration(alone: boolean): string {
  const judged = readFileSync(path.join(import.meta.dirname, 'schemathesis.toml'), 'utf8');
  return alone ? judged : judged + NOTHING_FROM_ANSWERS;
}

/** The part of the report that says what failed and how to repeat it. */
function failuresOf(code: number, output: string): string {
  if (code === 0) return '';
  const from = output.search(/^=+ (ERRORS|FAILURES) =+$/m);
  return output.slice(Math.max(0, from)).trim() || `schemathesis ended with ${code}`;
}

/** The model that README and the examples of the document speak of. */
const EXAMPLE = 'churn';

export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { port, platform, persona, seed, phases, examples, model, alone } = options;
  const session = await openSession({ platform, target: 'local', port });
  const { outputs } = session;
  const names = await makeWorld(port, outputs, session.api('DataScientist'), model);
  const { credentials, region } = await session.access(persona);
  if (!credentials) throw new Error('a persona has credentials of its own');
  const tables = [outputs['registry-table'], outputs['events-table']];
  const before = await snapshot(port, tables);
  return withFolder(async (folder) => {
    const document = path.join(folder, 'openapi.json');
    const calls = path.join(folder, 'calls.jsonl');
    const config = path.join(folder, 'schemathesis.toml');
    writeFileSync(config, configuration(alone));
    const served = await session.api(persona)({ method: 'GET', path: '/openapi.json' });
    writeFileSync(document, JSON.stringify(served.body));
    const { code, output } = await runLeashed(
      path.join(ROOT, '.venv', 'bin', 'st'),
      [
        ...['--config-file', config],
        'run',
        document,
        ...['--url', `${outputs['api-url']}/v1`],
        ...['--phases', phases.join(',')],
        ...['--max-examples', String(examples)],
        ...['--seed', String(seed)],
        ...['--generation-database', 'none'],
        ...['--suppress-health-check', 'all'],
        ...['--warnings', 'off'],
        ...['--output-truncate', 'false'],
        '--continue-on-failure',
        '--no-color',
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          SCHEMATHESIS_HOOKS: 'hooks',
          PYTHONPATH: import.meta.dirname,
          PYTHONDONTWRITEBYTECODE: '1',
          SLUICE_FUZZ_NAMES: JSON.stringify(names),
          SLUICE_FUZZ_TAKEN: JSON.stringify(alone ? [] : [EXAMPLE]),
          SLUICE_FUZZ_CALLS: calls,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
        },
      },
    );
    const made = readCalls(calls);
    const called = new Set<unknown>([model, ...made.map((call) => call.model)]);
    const after = await snapshot(port, tables);
    const statuses: Record<string, number> = {};
    for (const { status } of made) statuses[status] = (statuses[status] ?? 0) + 1;
    return {
      requests: made.length,
      statuses,
      failures: failuresOf(code, output),
      strangers: [...new Set([...before.values()].map(modelOf))].filter((name) => name !== model && called.has(name)),
      unaccounted: unaccounted(before, after, made, (name) => alone || called.has(name)),
    };
  });
}
