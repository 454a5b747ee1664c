/** The outcome of `cdk synth` is not believed by its exit code alone. */
import { expect, it } from 'vitest';
import { synthesisFindings, violationsOf } from '../../check/run/synthesis.ts';

it.each([
  [0, 'Successfully synthesized to cdk.out', 0],
  [1, 'Error: no such bucket', 1],
  [0, '[Warning at /Sluice/storage] something', 1],
  [0, 'aws-cdk-lib.X is deprecated.', 1],
])('status %d, %j: %d findings', (status, output, count) => {
  expect(synthesisFindings('default', status, output)).toHaveLength(count);
});

it('takes every violation of the report, whatever its plugin concluded', () => {
  expect(violationsOf({ pluginReports: [] })).toEqual([]);
  expect(violationsOf({ pluginReports: [{ pluginName: 'cfn', conclusion: 'success', violations: [] }] })).toEqual([]);
  expect(
    violationsOf({
      pluginReports: [
        { pluginName: 'cfn', conclusion: 'success', violations: [{ ruleName: 'W1', description: 'a warning' }] },
        { pluginName: 'guard', conclusion: 'failure' },
      ],
    }),
  ).toEqual(['W1: a warning', 'guard ended with failure']);
});
