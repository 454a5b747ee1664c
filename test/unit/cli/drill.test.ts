import { expect, test } from 'vitest';
import { type DrillResult, drillText } from '../../../lib/cli/commands/drill.ts';

const began = '2026-11-21T12:00:00.000Z';
const result: DrillResult = {
  ...{ stage: 'production', drill: '20261121T115959000Z', began, column: 'age\u001b[31m', fault: 'times-1000' },
  hops: [
    { hop: 'captured', at: '2026-11-21T12:00:00.200Z' },
    { hop: 'called', at: '2026-11-21T12:00:03.000Z' },
  ],
  failed: 'event',
  reason: '"event" was not reached within 300 seconds',
};

test('a drill is a line a hop: what was reached and when, what failed, what was never tried', () => {
  const lines = drillText(result).split('\n');
  expect(lines[0]).toBe('planted: age [31m, times 1,000');
  expect(lines.slice(2).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
    ['captured', 'ok', '0.2'],
    ['called', 'ok', '3.0'],
    ['event', 'FAILED', 'the incident is on the event bus'],
    ['message', '-', 'the message went out to the topic'],
    ['closed', '-', 'the incident was closed'],
    ['end-message', '-', 'the message of its end went out'],
    ['cleaned', '-', 'the requests are removed'],
  ]);
});

test('a drill that could plant nothing says nothing of a column', () => {
  const { column: _, fault: __, ...rest } = result;
  expect(drillText({ ...rest, hops: [], failed: 'captured' })).toMatch(/^hop +state[^\n]*\ncaptured +FAILED/);
});
