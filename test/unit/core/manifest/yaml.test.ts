import { expect, test } from 'vitest';
import { renderManifestIssues } from '../../../../lib/core/contracts/manifest/render.ts';
import { parseManifestYaml } from '../../../../lib/core/contracts/manifest/yaml.ts';
import { defaultPolicy, tighten } from '../../../../lib/core/contracts/policy.ts';
import { EXAMPLE } from './example.ts';

function rendered(text: string): string {
  const parsed = parseManifestYaml(text);
  if ('manifest' in parsed) throw new Error('was accepted');
  return renderManifestIssues('model.yaml', text, parsed.issues);
}

test('the example is accepted, and within the default policy', () => {
  const parsed = parseManifestYaml(EXAMPLE);
  expect(parsed).toHaveProperty('manifest');
  if ('manifest' in parsed) expect(tighten(parsed.manifest, defaultPolicy())).toEqual([]);
});

test('faults are shown with line, marker and mend, by line', () => {
  const text = EXAMPLE.replace('binary-classification', 'binary-clasification').replace(
    '  instance: ml.m5.large\n',
    '  instance: ml.m5.large\n  spot: true\n',
  );
  expect(rendered(text)).toBe(
    [
      'model.yaml:3:7  error manifest/unknown-value   task is "binary-clasification"',
      '   3 | task: binary-clasification',
      '     |       ^^^^^^^^^^^^^^^^^^^^',
      '   mend: binary-classification  (others: regression)',
      'model.yaml:15:3  error manifest/not-supported-yet   training.spot is not supported yet',
      '  15 |   spot: true',
      '     |   ^^^^',
      '   mend: delete the line; see lib/docs/limits.md',
      '2 errors, nothing was sent.   Codes: lib/docs/errors.md',
    ].join('\n'),
  );
});

test.each([
  [
    'a missing key points at its parent',
    EXAMPLE.replace('  algorithm: xgboost\n', ''),
    'model.yaml:11:1  error manifest/missing   training.algorithm is missing',
  ],
  [
    'a missing top-level key points at the beginning',
    EXAMPLE.replace('model: churn\n', ''),
    'model.yaml:1:1  error manifest/missing   model is missing',
  ],
  [
    'a value that comes later is marked itself',
    EXAMPLE.replace('strategy: canary', 'strategy: rolling').replace(', size: 50, bakeMinutes: 10', ''),
    'model.yaml:19:84  error manifest/not-supported-yet   stages.production.rollout.strategy is "rolling", which is not supported yet',
  ],
  [
    'a duplicate key',
    EXAMPLE.replace('task:', 'model: x\ntask:'),
    'model.yaml:3:1  error manifest/syntax   this key stands twice in one object',
  ],
  [
    'an open quote',
    'sluice: 1\nmodel: "churn\n',
    'model.yaml:3:1  error manifest/syntax   not valid YAML: Missing closing "quote',
  ],
  ['nothing at all', '# only a comment\n', 'model.yaml:1:1  error manifest/missing   the file is empty'],
  ['an unknown alias', 'sluice: *one\n', 'the file uses an alias (*name) that is unknown'],
  ['nesting', '['.repeat(20_000), 'error manifest/syntax   the file is nested too deeply'],
])('%s', (_, text, head) => {
  expect(rendered(text).split('\n')[0]).toContain(head);
});

test('aliases that multiply are refused, not expanded', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n`;
  expect(rendered(bomb)).toContain('uses an alias');
});

test('twenty faults are shown, all are counted', () => {
  const text = `${EXAMPLE}${Array.from({ length: 30 }, (_, i) => `zzz${i}: 1\n`).join('')}`;
  const lines = rendered(text).split('\n');
  expect(lines.filter((line) => line.startsWith('model.yaml:'))).toHaveLength(20);
  expect(lines.at(-1)).toBe('30 errors, the first 20 are shown, nothing was sent.   Codes: lib/docs/errors.md');
});

test('issues of the policy and of the API get their place from the path', () => {
  const text = EXAMPLE.replace('count: 2', 'count: 9')
    .replace('  instance: ml.m5.large', '  instance: ml.p4d.24xlarge')
    .replace('staging: ', 'stagin: ');
  const parsed = parseManifestYaml(text);
  if ('issues' in parsed) throw new Error('was refused');
  const shown = renderManifestIssues('model.yaml', text, tighten(parsed.manifest, defaultPolicy())).split('\n');
  expect(shown.filter((line) => line.startsWith('model.yaml:'))).toEqual([
    'model.yaml:14:13  error manifest/policy   training.instance ml.p4d.24xlarge is not allowed on this platform',
    'model.yaml:18:3  error manifest/policy   the platform has no stage stagin',
    'model.yaml:19:58  error manifest/policy   stages.production.serving.count is 9, the platform allows 4',
  ]);
  expect(shown.filter((line) => line.includes('mend:'))[1]).toBe('   mend: staging');
});

test('control characters of the file do not reach the terminal', () => {
  expect(rendered(`${EXAMPLE}"\\e[31mred": 1\n`)).not.toContain(String.fromCharCode(27));
});
