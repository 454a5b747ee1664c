/** Functions as their contracts say, and what is in their bundles. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lib/core/contracts/functions/index.ts';
import { bundleFunctions } from '../../lib/infra/constructs/functions/bundle.ts';
import { PARTS, synthesise } from './_synth.ts';

const BUDGET = 1_000_000;
/** Functions that nobody waits for, with what makes them larger. */
const LARGER: Readonly<Record<string, number>> = {
  // Reads Parquet and what it is packed by: 160 KB.
  'training-check': 1_200_000,
};
const platform = synthesise();
const functions = platform.all('AWS::Lambda::Function');
const bundles = bundleFunctions(FUNCTIONS);
afterAll(() => bundles.dispose());

const named = (functionId: string) => {
  const construct = functionId.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return functions.filter(({ id }) => new RegExp(`${construct}[0-9A-F]{8}$`).test(id));
};

it('has one function a contract, and no other', () => {
  expect(functions).toHaveLength(FUNCTIONS.length);
  expect(platform.all('AWS::CloudFormation::CustomResource')).toEqual([]);
  // Nor one of the CDK's own: the guards ask ours.
  expect(
    new Set(
      PARTS.flatMap((part) => Object.values(platform.templates[part].Resources).map(({ Type }) => Type)).filter(
        (type) => type.startsWith('Custom::'),
      ),
    ),
  ).toEqual(new Set(['Custom::DeletionGuard']));
});

describe.each(FUNCTIONS)('$id', (contract) => {
  const [fn] = named(contract.id);

  it('runs on Node 24, with the time and memory of its contract', () => {
    expect(fn?.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: contract.timeoutSeconds,
      MemorySize: contract.memoryMb,
      Description: contract.description,
    });
  });

  it('has the environment of its contract, and nothing that points at an emulator', () => {
    const variables = fn?.Properties.Environment.Variables as Record<string, unknown>;
    expect(Object.keys(variables).sort()).toEqual([...contract.env].sort());
    for (const value of Object.values(variables)) expect(platform.text(value)).not.toMatch(/localhost|127\.0\.0\.1/);
    expect(Object.keys(variables).filter((name) => name.startsWith('AWS_'))).toEqual([]);
  });

  it('logs to its own group for ninety days', () => {
    const group = platform
      .all('AWS::Logs::LogGroup')
      .find(({ id }) => platform.text(fn?.Properties.LoggingConfig.LogGroup) === `<${id}>`);
    expect(group?.Properties.RetentionInDays).toBe(90);
  });

  it('has a bundle within its budget, without the CDK', () => {
    const [output] = Object.entries(bundles.metafile.outputs)
      .filter(([file]) => file.endsWith(`/${contract.id}/index.js`))
      .map(([, found]) => found);
    expect(output?.bytes).toBeGreaterThan(0);
    expect(output?.bytes).toBeLessThan(LARGER[contract.id] ?? BUDGET);
    const inputs = Object.keys(output?.inputs ?? {});
    expect(inputs.filter((input) => input.includes('zod/v4/locales/')).length).toBeLessThanOrEqual(2);
    expect(
      inputs.filter((input) => /aws-cdk-lib|node_modules\/constructs|lib\/(infra|local|cli)\//.test(input)),
    ).toEqual([]);
  });
});

it.each(FUNCTIONS)('$id is whole: its bundle loads on bare Node and has a handler', ({ id }) => {
  expect(createRequire(import.meta.url)(path.join(bundles.folderOf(id), 'index.js')).handler).toBeTypeOf('function');
});

it('leaves no bundle behind', () => {
  const temporary = bundleFunctions(FUNCTIONS.slice(0, 1));
  const folder = temporary.folderOf(FUNCTIONS[0]?.id ?? '');
  expect(existsSync(folder)).toBe(true);
  temporary.dispose();
  expect(existsSync(folder)).toBe(false);
});

it('says which handler is missing', () => {
  const contract = FUNCTIONS[0];
  if (!contract) throw new Error('there are no functions');
  expect(() => bundleFunctions([{ ...contract, id: 'api-nowhere', area: 'api', name: 'nowhere' }])).toThrow(
    /lambdas\/api\/nowhere\/handler\.ts/,
  );
});
