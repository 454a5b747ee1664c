/** `sluice apply`: faults at their lines, those of the platform too, and what changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiError, type ApiRequest } from '../../../lib/adapters/aws/api-client.ts';
import { applyManifest, changesText } from '../../../lib/cli/commands/apply.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { manifestChanges } from '../../../lib/core/contracts/manifest/changes.ts';
import { EXAMPLE } from '../core/manifest/example.ts';

function file(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-apply-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const made = path.join(folder, 'model.yaml');
  writeFileSync(made, text);
  return made;
}
const session = (api: (request: ApiRequest) => Promise<unknown>): Session => ({ api: () => api }) as unknown as Session;
const untouched = session(async () => {
  throw new Error('was sent');
});
const failed = (text: string, open: Session): Promise<Error> =>
  applyManifest(open, file(text)).then(
    () => {
      throw new Error('was applied');
    },
    (error: Error) => error,
  );

describe('a manifest with faults', () => {
  it('is shown with place, code, line, marker and mend, and is not sent', async () => {
    const error = await failed(
      EXAMPLE.replace('binary-classification', 'binary-clasification').replace('eta: 0.2', 'etta: 0.2'),
      untouched,
    );
    expect(error).toMatchObject({ name: 'CommandFailure', code: 2 });
    expect(error.message).toContain('model.yaml:3:7  error manifest/unknown-value   task is "binary-clasification"');
    expect(error.message).toContain('   3 | task: binary-clasification\n     |       ^^^^^^^^^^^^^^^^^^^^');
    expect(error.message).toMatch(/error manifest\/unknown-key[\s\S]*mend: eta\?[\s\S]*2 errors, nothing was sent\./);
    const gate = await failed(EXAMPLE.replace('auc >= 0.80', 'acu >= 0.80'), untouched);
    expect(gate.message).toMatch(/^model\.yaml:16:11 {2}error manifest\/bad-gate/);
  });

  it('is shown so too when only the platform knows the fault', async () => {
    const errors = [
      {
        pointer: '#/training/instance',
        code: 'manifest/policy',
        detail: 'ml.m5.large is not allowed',
        mend: 'ml.t2.medium',
      },
    ];
    const problem = { type: 'urn:sluice:invalid-manifest', title: 'The manifest is not valid', status: 400, errors };
    const error = await failed(
      EXAMPLE,
      session(async () => {
        throw new ApiError(400, problem);
      }),
    );
    expect(error.message).toMatch(/^model\.yaml:14:13 {2}error manifest\/policy {3}ml\.m5\.large is not allowed/);
    expect(error.message).toContain('mend: ml.t2.medium');
  });

  it('is bad usage when it is not there', async () => {
    await expect(applyManifest(untouched, '/no/such/model.yaml')).rejects.toMatchObject({ code: 2 });
  });
});

it('shows what changed, value by value', () => {
  const before = {
    training: { instance: 'ml.m5.large', maxMinutes: 5 },
    data: { ignore: ['a'] },
    stages: { staging: {} },
  };
  const after = {
    training: { instance: 'ml.m5.xlarge' },
    data: { ignore: ['a', 'b'], id: 'x\u001b' },
    stages: { staging: {} },
  };
  expect(changesText(manifestChanges(before, after))).toBe(
    [
      '  - training.instance: "ml.m5.large"',
      '  + training.instance: "ml.m5.xlarge"',
      '  - data.ignore: ["a"]',
      '  + data.ignore: ["a","b"]',
      '  + data.id: "x\\u001b"',
      '  - training.maxMinutes: 5',
    ].join('\n'),
  );
  expect(manifestChanges(after, after)).toEqual([]);
});
