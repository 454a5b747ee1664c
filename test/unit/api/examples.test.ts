/** The examples of the document are what the platform answers: they are played again and compared. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { EXAMPLES, Example } from '../../../lib/core/contracts/openapi/examples.ts';
import { OPERATIONS } from '../../../lib/core/contracts/openapi/operations/index.ts';
import { recordExamples } from './_examples.ts';

const FILE = path.resolve(import.meta.dirname, '../../../lib/core/contracts/openapi/examples.json');

test('every example is answered as the document says (RECORD=1 writes them anew)', async () => {
  const recorded = await recordExamples();
  if (process.env['RECORD']) writeFileSync(FILE, `${JSON.stringify(recorded, undefined, 2)}\n`);
  else expect(EXAMPLES).toEqual(JSON.parse(JSON.stringify(recorded)));
  z.record(z.string(), z.array(Example)).parse(recorded);
});

test('every operation but the document itself has an example that succeeds', () => {
  const without = Object.values(OPERATIONS)
    .filter(({ id }) => !EXAMPLES[id]?.some(({ answer }) => answer.status < 300))
    .map(({ id }) => id);
  expect(without).toEqual(['readOpenApi']);
});
