import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const SCRIPT = `
import json, sys
sys.path.insert(0, sys.argv[1])
from emulator.alarm_evaluation import Rule, period_starts, state, window

def judge(row):
    rule = Rule(row["comparison"], 0.5, row["n"], row["m"], row["missing"])
    return state(window([{"X": 1, "0": 0, "-": None}[c] for c in row["data"]], rule), rule)

rule = Rule("GreaterThanThreshold", 0.5, 2, 2, "missing")
print(json.dumps({"states": [judge(row) for row in json.loads(sys.argv[2])], "starts": period_starts(125, 60, rule)}))
`;

interface Row {
  readonly data: string;
  readonly n: number;
  readonly m: number;
  readonly missing: string;
  readonly comparison?: string;
}

function judge(rows: readonly Row[]): { states: (string | null)[]; starts: number[] } {
  const full = rows.map((row) => ({ comparison: 'GreaterThanThreshold', ...row }));
  const ended = spawnSync(
    join(ROOT, '.venv', 'bin', 'python'),
    ['-B', '-c', SCRIPT, join(ROOT, 'lib', 'local'), JSON.stringify(full)],
    { encoding: 'utf8' },
  );
  expect(ended.stderr).toBe('');
  return JSON.parse(ended.stdout);
}

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];

// Data oldest first: X breaches, 0 does not, - is missing; the last of N + 1 is the period that still runs.
// Columns as in AWS's table "How alarm state is evaluated when data is missing"; null keeps the state.
test.each([
  ['no data', '----', 3, 3, ['INSUFFICIENT_DATA', null, 'ALARM', 'OK']],
  ['one good period', '0---', 3, 3, ['OK', 'OK', 'OK', 'OK']],
  ['old breach, then nothing', 'X---', 3, 3, ['ALARM', null, 'ALARM', 'OK']],
  ['fresh breach after nothing', '---X', 3, 3, [null, null, 'ALARM', 'OK']],
  ['all breach', '0XXX', 3, 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['2 of 3 with a good one between', '-X0X', 3, 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['1 of 3 when 2 are needed', '000X', 3, 2, ['OK', 'OK', 'OK', 'OK']],
  ['1 of 3 and a gap', '00-X', 3, 2, ['OK', 'OK', 'ALARM', 'OK']],
])('%s: %s, %d periods, %d to alarm', (_name, data, n, m, expected) => {
  const { states } = judge(TREATMENTS.map((missing) => ({ data, n, m, missing })));
  expect(states).toEqual(expected);
});

test('a "less than" alarm does not judge the period that still runs', () => {
  const comparison = 'LessThanThreshold';
  const rows = ['X0', '0X'].map((data) => ({ data, n: 1, m: 1, missing: 'missing', comparison }));
  expect(judge(rows).states).toEqual(['OK', 'ALARM']);
});

test('periods are aligned to the clock, the running one last', () => {
  expect(judge([]).starts).toEqual([0, 60, 120]);
});
