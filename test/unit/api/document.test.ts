/** The OpenAPI document: lint, and that it says what the tables say. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../../lib/core/contracts/openapi/document.ts';
import { FIELD_TEXTS } from '../../../lib/core/contracts/openapi/field-texts.ts';
import { OPERATIONS } from '../../../lib/core/contracts/openapi/operations/index.ts';
import { PROBLEMS } from '../../../lib/core/contracts/problems.ts';
import { QUERIES } from '../../../lib/core/contracts/queries.ts';
import { type Persona, ROUTES, type RouteName } from '../../../lib/core/contracts/routes.ts';
import { testPlatform } from './_platform.ts';

const document = openApiDocument();
const lint = async (source: unknown): Promise<string[]> => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(source), config });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
};

test('has no finding of Redocly, by its recommended rules', { timeout: 60_000 }, async () => {
  expect(await lint(document)).toEqual([]);
});

test('the linter sees what is wrong', { timeout: 60_000 }, async () => {
  const broken = structuredClone(document);
  const operation = broken.paths['/models']?.['get'] ?? {};
  delete operation['operationId'];
  (broken.components.schemas['ModelSummary'] as { properties: Record<string, unknown> }).properties['revision'] = {
    type: 'string',
  };
  const findings = (await lint(broken)).join('\n');
  expect(findings).toContain('operation-operationId');
  expect(findings).toContain('no-invalid-media-type-examples');
});

test('names every route once, and ids of operations once', () => {
  const named = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  const ids = Object.values(OPERATIONS).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('names every query parameter that a route takes', () => {
  for (const [route, schema] of Object.entries(QUERIES)) {
    const [method = '', path = ''] = route.split(' ');
    const parameters = document.paths[path]?.[method.toLowerCase()]?.['parameters'] as { name: string; in: string }[];
    expect(parameters.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual(Object.keys(schema.shape));
  }
});

test('has every code in some answer, but for the one of routes that are not there', () => {
  const text = JSON.stringify(document);
  const missing = Object.keys(PROBLEMS).filter((code) => !text.includes(`urn:sluice:${code}"`));
  expect(missing).toEqual(['unknown-route']);
});

/** Members without a text, below a component. References have the text of what they refer to. */
function untold(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== 'properties') return untold(value, path);
    return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([name, member]) => [
      ...(member['description'] === undefined && member['$ref'] === undefined ? [`${path}.${name}`] : []),
      ...untold(member, `${path}.${name}`),
    ]);
  });
}

test('tells what each member of a request or an answer means, but within reports', () => {
  const components = Object.entries(document.components.schemas).filter(
    ([name]) => !/^((Dataset|Drift)Report|DataDiff)$/.test(name),
  );
  expect(components.flatMap(([name, schema]) => untold(schema, name))).toEqual([]);
});

test('has no text for a member that is not there', () => {
  const said = JSON.stringify(document.components.schemas);
  const idle = Object.entries(FIELD_TEXTS).filter(([, text]) => !said.includes(JSON.stringify(text)));
  expect(idle.map(([name]) => name)).toEqual([]);
});

/** The table of lib/docs/api.md, as it must be. */
function routesTable(): string {
  const letters = { DataScientist: 'D', Approver: 'A', Operator: 'O', Application: 'P' } as const;
  const rows = ROUTES.map((route) => {
    const { summary } = OPERATIONS[`${route.method} ${route.path}` as RouteName];
    const callers = (route.personas as readonly Persona[]).map((persona) => letters[persona]).join(' ');
    return `| \`${route.method} ${route.path}\` | ${summary.charAt(0).toLowerCase()}${summary.slice(1)} | ${callers} |`;
  });
  return ['| route | does | for |', '|---|---|---|', ...rows].join('\n');
}

test('lib/docs/api.md lists its routes (RECORD=1 writes them anew)', () => {
  const file = path.resolve(import.meta.dirname, '../../../lib/docs/api.md');
  const [head = '', begin = '', , end = '', tail = ''] = readFileSync(file, 'utf8').split(
    /(<!-- routes.*-->\n|<!-- end of routes -->)/,
  );
  const written = `${head}${begin}${routesTable()}\n${end}${tail}`;
  if (process.env['RECORD']) writeFileSync(file, written);
  else expect(readFileSync(file, 'utf8')).toBe(written);
});

test('is served', async () => {
  expect((await testPlatform().call('GET', '/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(document)));
});
