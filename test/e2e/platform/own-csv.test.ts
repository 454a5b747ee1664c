/** A file of one's own becomes a promoted, watched model, by nothing but the commands that the tool itself prints. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { PerformanceRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { ROOT } from '../../../lib/local/paths.ts';
import { sluice } from './_command.ts';
import { folder, modelName, session } from './_journey.ts';
import { rentsCsv } from './_rents.ts';

/** The commands among what was printed: lines of their own, or behind a word. */
const printed = (text: string): string[][] =>
  [...text.matchAll(/^(?: {2}|[\w ]+: +)sluice (.*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
const named = (commands: string[][], name: string): string[] => {
  const found = commands.find(([command]) => command === name);
  if (!found) throw new Error(`nothing printed is sluice ${name}: ${JSON.stringify(commands)}`);
  return found;
};

interface Journey {
  data: string;
  model: string;
  /** Of the manifest that is written. */
  expects: { task: string } & Record<string, unknown>;
}

async function fromFileToPerformance({ data, model, expects }: Journey): Promise<z.infer<typeof Answers>> {
  const begun = await sluice('init', path.join(folder(), model), '--from', data);
  expect({ code: begun.code, err: begun.err }).toMatchObject({ code: 0 });
  const next = printed(begun.out);
  const again = await sluice('init', path.join(folder(), model), '--from', data, '--json');
  expect(JSON.parse(again.out)).toMatchObject(expects);

  const applied = await sluice(...named(next, 'apply'));
  expect(applied).toMatchObject({ code: 0, out: expect.stringMatching(/revision 1/) });
  const trained = await sluice(...named(next, 'upload'));
  expect({ code: trained.code, err: trained.code === 0 ? '' : trained.err }).toEqual({ code: 0, err: '' });
  const promote = named(printed(trained.out), 'promote');

  expect(await sluice(...promote)).toMatchObject({ code: 2, err: expect.stringMatching(/nothing was changed/) });
  const live = await sluice(...promote, '--yes');
  expect(live).toMatchObject({ code: 0, out: expect.stringMatching(/production serves v1, proved/) });

  const [, ...predict] = named(printed(live.out), 'predict');
  const asked = [
    'predict',
    ...predict.map((word) => (word === '<rows.csv>' ? data : word)),
    '--limit',
    '400',
    '--json',
  ];
  const answers = Answers.parse(JSON.parse((await sluice(...asked)).out));
  expect(answers.predictions).toHaveLength(400);

  const window = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 60_000).toISOString(),
  };
  // What SageMaker captures arrives a little after the answer.
  const measure = [...named(printed(live.out), 'drift'), '--from', window.from, '--to', window.to, '--json'];
  await vi.waitFor(
    async () =>
      expect(JSON.parse((await sluice(...measure)).out)).toMatchObject({
        outcome: expect.stringMatching(/^(no-)?drift$/),
        rowsRead: 400,
      }),
    { timeout: 30_000, interval: 500 },
  );
  await measuredOnLabels(model, answers, expects.task);
  return answers;
}

const Answers = z.object({
  predictions: z.array(z.object({ label: z.string().optional(), score: z.number() })),
  inferenceIds: z.tuple([z.string()]),
});

/** What was true comes later: here it is what the model said, but for one row in ten, which nobody knows. */
async function measuredOnLabels(model: string, answers: z.infer<typeof Answers>, task: string): Promise<void> {
  const { predictions, inferenceIds } = answers;
  const known = predictions.flatMap(({ label, score }, i) =>
    i % 10 === 0 ? [] : [`${inferenceIds[0]},${i + 1},${label ?? score}`],
  );
  const file = path.join(folder(), `${model}-labels.csv`);
  writeFileSync(
    file,
    ['inferenceId,row,label', ...known, 'nobody,1,'.concat(known[0]?.split(',')[2] ?? '')].join('\n'),
  );
  expect(await sluice('labels', model, file)).toMatchObject({ code: 0, out: expect.stringMatching(/361 labels/) });
  const told = await sluice('performance', model);
  expect(told).toMatchObject({ code: 0, out: expect.stringMatching(/400 rows, 360 with a label \(90 %\)/) });
  const isRegression = task === 'regression';
  expect(JSON.parse((await sluice('performance', model, '--json')).out)).toMatchObject({
    labels: { known: 361, unmatched: 1 },
    configurations: [
      {
        version: 1,
        coverage: 0.9,
        measured: isRegression ? { mae: { value: 0 } } : { accuracy: { value: 1 } },
        estimated: isRegression ? {} : { auc: { error: expect.any(Number) }, accuracy: { error: expect.any(Number) } },
      },
    ],
  });
}

describe('an export of hours, with a row number, dates and the parts of its target', () => {
  const model = modelName('rents');
  const write = (content: string): string => {
    const file = path.join(folder(), 'hire by hour.csv');
    writeFileSync(file, content);
    return file;
  };

  let answers: z.infer<typeof Answers>;

  it('becomes a model that serves and is watched', async () => {
    answers = await fromFileToPerformance({
      data: write(rentsCsv({ hours: 1200, year: 0, seed: 1 })),
      model,
      expects: { task: 'regression', target: 'cnt', id: 'instant', ignore: ['casual', 'registered'] },
    });
  });

  it('is told of when its labels say that it does worse', async () => {
    const open = await session();
    const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
    const labels = answers.predictions
      .slice(0, 300)
      .map(({ score }, i) => `${answers.inferenceIds[0]},${i + 1},${score + 500 + i}`);
    // By the bucket, with a line that is no label.
    const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
    const Body = new TextEncoder().encode(['inferenceId,row,label', ...labels, 'order-1,1,much'].join('\n'));
    const object = { Bucket: open.outputs['data-bucket'], Key: `${model}/labels/corrected.csv` };
    await s3.send(new PutObjectCommand({ ...object, Body }));
    const refused = await inbox.waitFor('refused labels', ({ subject }) =>
      subject.includes(`${model}: 1 line of labels refused`),
    );
    expect(refused.body).toMatch(/300 labels of it count[\s\S]*label {2}is not a finite number {2}first at line 302/);
    expect((await sluice('events', model, '--kind', 'labels-refused')).out).toMatch(
      /wrong 1 · line 302 · column label/,
    );
    expect(JSON.parse((await sluice('performance', model, '--json')).out)).toMatchObject({
      labels: { corrected: expect.any(Number), unreadable: 1, faults: [{ line: 302 }] },
    });
    const sqs = new SQSClient({ ...open.admin, useQueueUrlAsEndpoint: false });
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: open.platform }));
    const [queue] = QueueUrls.filter((url) => /PerformanceDays/.test(url));
    const day = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date().toISOString() };
    const request: PerformanceRequest = { v: 1, model, stage: 'production', ...day };
    await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(request) }));
    const mail = await inbox.waitFor('a decline', ({ subject }) =>
      subject.includes(`${model}/production: v1 does worse`),
    );
    expect(mail.body.replace(/\s+/g, ' ')).toMatch(
      /rmse and mae[\s\S]*of 400 rows have a label[\s\S]*sluice performance/,
    );
  });

  it('takes the next year, which has grown and whose codes are others', async () => {
    const second = await sluice('upload', model, write(rentsCsv({ hours: 1200, year: 1, seed: 2 })), '--json');
    expect(JSON.parse(second.out)).toMatchObject({ upload: { state: 'accepted' } });
  });

  it('is not sent when it is another file', async () => {
    const other = write('day;rain\n2011-01-01;0\n');
    const { code, err } = await sluice('upload', model, other);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/cnt[\s\S]*nothing was sent/) });
  });
});

const REAL = path.join(ROOT, '..', 'shared', 'data');
const CHURN = { task: 'binary-classification', target: 'Churn', id: 'customerID', ignore: [], columns: 19 };
const BIKES = { task: 'regression', target: 'cnt', id: 'instant', ignore: ['casual', 'registered'], columns: 13 };
describe('public data sets as they are', () => {
  it.each([
    ['telco-customer-churn.csv', 'churn', CHURN],
    ['bike-sharing-hour.csv', 'bikes', BIKES],
  ])('%s', async (name, base, expects) => {
    const data = path.join(REAL, name);
    if (!existsSync(data)) {
      console.log(`skipped: there is no ${data}`);
      return;
    }
    await fromFileToPerformance({ data, model: modelName(base), expects });
  });
});
