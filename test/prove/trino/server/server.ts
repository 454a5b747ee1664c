/** A Trino server of one node on 127.0.0.1, whose tables are in memory. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../../../lib/local/process/ports.ts';
import { startLeashed } from '../../../../lib/local/process/run.ts';
import { type TrinoClient, trinoClient } from './client.ts';
import { VERSION } from './install.ts';

export interface TrinoServer {
  client: TrinoClient;
  end(): Promise<void>;
}

const STARTED = 'SERVER STARTED';
/** Loads of classes: seconds on a machine of its own, a minute on a busy one. */
const START_SECONDS = 300;
/** Beyond what Athena takes: rows of the tables are sent as text. */
const LONGEST_STATEMENT = 64_000_000;

export async function startTrino({ java, home }: { java: string; home: string }): Promise<TrinoServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-trino-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const port = await freePort();
  mkdirSync(path.join(folder, 'catalog'));
  mkdirSync(path.join(folder, 'tmp'));
  writeFileSync(
    path.join(folder, 'catalog', 'memory.properties'),
    'connector.name=memory\nmemory.max-data-per-node=512MB\n',
  );
  writeFileSync(path.join(folder, 'config.properties'), configuration(port, home, folder));
  let tellStarted: (started: boolean) => void;
  const started = new Promise<boolean>((resolve) => (tellStarted = resolve));
  const server = startLeashed(java, commandLine(home, folder), {
    cwd: folder,
    env: process.env,
    onLine: (line) => line.includes(STARTED) && tellStarted(true),
  });
  const limit = setTimeout(() => tellStarted(false), START_SECONDS * 1000);
  const end = async (): Promise<string> => {
    clearTimeout(limit);
    server.end();
    const { output } = await server.ended;
    process.off('exit', remove);
    remove();
    return output;
  };
  if (!(await Promise.race([started, server.ended.then(() => false)])))
    throw new Error(`Trino did not start:\n${(await end()).slice(-3000)}`);
  clearTimeout(limit);
  return { client: trinoClient(`http://127.0.0.1:${port}`), end: async () => void (await end()) };
}

const commandLine = (home: string, folder: string): string[] => [
  '-Xmx2g',
  // Times without a zone are of the server's.
  '-Duser.timezone=UTC',
  '-Djdk.attach.allowAttachSelf=true',
  '-XX:-UsePerfData',
  `-Djava.io.tmpdir=${path.join(folder, 'tmp')}`,
  `-Dconfig=${path.join(folder, 'config.properties')}`,
  '-cp',
  path.join(home, 'lib', '*'),
  path.join(import.meta.dirname, 'Start.java'),
  VERSION,
];

const configuration = (port: number, home: string, folder: string): string =>
  [
    'node.environment=sluice',
    'node.bind-ip=127.0.0.1',
    'node.internal-address=127.0.0.1',
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    `discovery.uri=http://127.0.0.1:${port}`,
    `plugin.dir=${path.join(home, 'plugin')}`,
    `catalog.config-dir=${path.join(folder, 'catalog')}`,
    `query.max-length=${LONGEST_STATEMENT}`,
    'query.max-memory=1GB',
    'query.max-memory-per-node=1GB',
    '',
  ].join('\n');
