/** Training that ends badly: with a reason people can read, an event and a message, and the same upload may try again. */
import { ListTrainingJobsCommand, SageMakerClient, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { retryUpload } from '../../../lib/cli/commands/retry.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { type Watched, watchUpload } from '../../../lib/cli/upload/watch.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { houses, housesCsv } from './_houses.ts';
import { applyYaml, modelName, session } from './_journey.ts';
import { eventsOf } from './_release.ts';
import { MEAN_PRICE, scriptManifest, uploadWithCode } from './_scripts.ts';

const DATA = housesCsv(houses(200, 1));

async function trained(open: Session, model: string, code: Partial<typeof MEAN_PRICE>): Promise<Watched> {
  return watchUpload(open, model, await uploadWithCode(open, model, DATA, code), { timeoutSeconds: 60 });
}

const CASES = [
  {
    name: 'train.py raises',
    code: { train: 'raise ValueError("no such column: gardn")' },
    reason: { code: 'training-failed', message: /ValueError: no such column: gardn/ },
  },
  {
    name: 'train.py ends with a code of its own',
    code: { train: 'raise SystemExit(3)' },
    reason: { code: 'training-failed', message: /exit code: 3/ },
  },
  {
    name: 'train.py leaves no model',
    code: { train: 'print("nothing to do")' },
    reason: { code: 'artifact-failed', message: /SM_MODEL_DIR/ },
  },
  {
    name: 'inference.py cannot be imported',
    code: { inference: 'import nowhere_to_be_found' },
    reason: { code: 'scoring-failed', message: /\w/ },
  },
  {
    name: 'inference.py answers with a line too few',
    code: { inference: MEAN_PRICE.inference.replace('[mean] * rows', '[mean] * (rows - 1)') },
    reason: { code: 'evaluation-failed', message: /candidate/ },
  },
];

describe('a run that fails', () => {
  it.each(CASES)('because $name says so, and the same upload trains again', async ({ code, reason }) => {
    const open = await session();
    const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
    const model = modelName('failing');
    await applyYaml(open, scriptManifest(model));

    const { upload, run } = await trained(open, model, code);

    expect(run).toMatchObject({ state: 'failed', reason: { code: reason.code } });
    expect(run?.reason?.message).toMatch(reason.message);
    expect(run?.reason?.message).not.toMatch(/^[{[]|errorMessage|undefined/);
    expect(upload.state).toBe('failed');
    expect((await eventsOf(open, model)).at(-1)).toBe('run-failed');
    const mail = await inbox.waitFor('failure', ({ subject }) => subject.includes(model));
    expect(mail.subject).toMatch(/failed/);
    expect(mail.body).toMatch(/^DO/m);

    const again = await trained(open, model, code);
    expect(again.run).toMatchObject({ state: 'failed', reason: { code: reason.code } });
    expect(again.run?.linkedTo).toBeUndefined();
  });
});

it('a run whose job is stopped says so, and its upload is tried again without being sent again', async () => {
  const open = await session();
  const model = modelName('stopped');
  await applyYaml(open, scriptManifest(model));
  const slow = { train: `import time\ntime.sleep(3)\n${MEAN_PRICE.train}` };
  const upload = await uploadWithCode(open, model, DATA, slow);
  const sagemaker = new SageMakerClient(open.admin);
  const running = async () =>
    (await sagemaker.send(new ListTrainingJobsCommand({ NameContains: model, StatusEquals: 'InProgress' })))
      .TrainingJobSummaries?.[0]?.TrainingJobName;
  await expect.poll(running, { timeout: 20_000 }).toBeDefined();

  await sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: await running() }));

  const { run } = await watchUpload(open, model, upload, { timeoutSeconds: 60 });
  expect(run).toMatchObject({ state: 'failed', reason: { code: 'training-stopped' } });
  expect(run?.reason?.message).toMatch(/was stopped before it ended/);
  const attempt = await retryUpload(open, model, upload);
  expect(attempt).toMatchObject({ attempt: 2, upload: run?.upload });
  const again = await watchUpload(open, model, upload, { timeoutSeconds: 60 });
  expect(again.run).toMatchObject({ run: attempt.run, state: 'registered', version: 1 });
});

it('own code finds neither credentials nor the address of the cloud', async () => {
  const open = await session();
  const model = modelName('isolated');
  await applyYaml(open, scriptManifest(model));
  const nosy = `import os
from pathlib import Path
found = sorted(name for name in os.environ if name.startswith("AWS_") or any(word in name for word in ("SECRET", "TOKEN", "ENDPOINT", "CREDENTIALS", "PROXY", "SLUICE")))
found += [str(path) for path in (Path.home() / ".aws", Path.home() / ".ssh", Path.home() / ".netrc") if path.exists()]
raise SystemExit("found: " + " ".join(found))
`;
  const { run } = await trained(open, model, { train: nosy });
  expect(run?.reason?.message).toMatch(/found: AWS_DEFAULT_REGION AWS_REGION\b(?! [A-Z/])/);
});
