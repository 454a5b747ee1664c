/** training.asl.json over the real use cases; SageMaker's jobs are played here. */
import type * as z from 'zod';
import * as contract from '../../../lib/core/contracts/workflow-training.ts';
import { admitUpload } from '../../../lib/core/usecases/check/admit-upload.ts';
import { addressOf } from '../../../lib/core/usecases/object-digest.ts';
import { checkRange } from '../../../lib/core/usecases/ranges/check-range.ts';
import { evaluateCandidate } from '../../../lib/core/usecases/runs/evaluate-candidate.ts';
import { prepareScoring } from '../../../lib/core/usecases/runs/prepare-scoring.ts';
import { recordFailure } from '../../../lib/core/usecases/runs/record-failure.ts';
import { registerVersion } from '../../../lib/core/usecases/runs/register-version.ts';
import { startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import type { MemoryPlatform } from '../usecases/_platform.ts';
import { definitionOf, type Execution, runMachine, type Task, TaskFault, type Tasks } from './_machine.ts';

/** A function as Lambda shows it to Step Functions: parsed on both sides, errors by their name. */
export function lambda<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  fn: (value: z.output<I>) => Promise<z.input<O>>,
): Task {
  return async (payload: unknown) => {
    try {
      return output.parse(await fn(input.parse(payload)));
    } catch (error) {
      if (error instanceof TaskFault) throw error;
      const { name, message } = error as Error;
      throw new TaskFault(name, JSON.stringify({ errorType: name, errorMessage: message }));
    }
  };
}

interface TrainingArguments {
  TrainingJobName: string;
  HyperParameters: Record<string, string>;
  AlgorithmSpecification: { TrainingImage: string };
  OutputDataConfig: { S3OutputPath: string };
}
interface TransformArguments {
  TransformJobName: string;
  ModelName: string;
  TransformInput: { DataSource: { S3DataSource: { S3Uri: string } } };
  TransformOutput: { S3OutputPath: string };
}

/** What a model answers for a row: by default a good one. */
export type Model = (cells: string[]) => string;
export const GOOD: Model = ([x = '0']) => (Number(x) > 50 ? `yes,${0.5 + Number(x) / 300}` : `no,${Number(x) / 300}`);

export function trainingTasks({ ports }: MemoryPlatform, model: Model = GOOD) {
  const jobs: string[] = [];
  const models: Record<string, unknown>[] = [];
  const events: Record<string, unknown>[] = [];
  const training: TrainingArguments[] = [];
  const transforms: TransformArguments[] = [];
  const tasks: Tasks = {
    TrainingCheck: lambda(contract.CheckInput, contract.CheckAnswer, (input) => admitUpload(ports, input)),
    TrainingRange: lambda(contract.RangeInput, contract.RangeAnswer, (input) => checkRange(ports, input)),
    TrainingPrepare: lambda(contract.PrepareInput, contract.PrepareAnswer, (input) => prepareScoring(ports, input)),
    TrainingEvaluate: lambda(contract.EvaluateInput, contract.EvaluateAnswer, (input) =>
      evaluateCandidate(ports, input),
    ),
    TrainingRegister: lambda(contract.RegisterInput, contract.RegisterAnswer, (input) =>
      input.outcome === 'failed' ? recordFailure(ports, input) : registerVersion(ports, input),
    ),
    'sagemaker:createTrainingJob.sync': async (input: TrainingArguments) => {
      training.push(input);
      jobs.push(input.TrainingJobName);
      const artifact = `${input.OutputDataConfig.S3OutputPath}/${input.TrainingJobName}/output/model.tar.gz`;
      await ports.objects.put(addressOf(artifact), `model ${JSON.stringify(input.HyperParameters)}`);
      return { ...input, TrainingJobStatus: 'Completed', ModelArtifacts: { S3ModelArtifacts: artifact } };
    },
    'aws-sdk:sagemaker:createModel': (input: Record<string, unknown>) => {
      if (models.some(({ ModelName }) => ModelName === input['ModelName']))
        throw new TaskFault('SageMaker.SageMakerException', 'Cannot create already existing model "arn".');
      models.push(input);
      return {};
    },
    'sagemaker:createTransformJob.sync': async (input: TransformArguments) => {
      transforms.push(input);
      jobs.push(input.TransformJobName);
      const rows = await ports.objects.text(addressOf(input.TransformInput.DataSource.S3DataSource.S3Uri));
      const answers = rows
        .trim()
        .split('\n')
        .map((row) => model(row.split(',')));
      const key = `${input.TransformOutput.S3OutputPath}/features.csv.out`;
      await ports.objects.put(addressOf(key), `${answers.join('\n')}\n`);
      return { ...input, TransformJobStatus: 'Completed' };
    },
    'events:putEvents': ({ Entries }: { Entries: { Detail: Record<string, unknown> }[] }) => {
      events.push(...Entries.map(({ Detail }) => Detail));
      return { FailedEntryCount: 0 };
    },
  };
  return { tasks, jobs, models, events, training, transforms };
}

const machine = definitionOf('training.asl.json');

/** Delivers the upload's event and runs what it starts. Undefined when nothing was started. */
export async function trained(
  platform: MemoryPlatform,
  text: string,
  played = trainingTasks(platform),
  key = 'churn/uploads/data.csv',
): Promise<Execution | undefined> {
  const before = platform.ports.executions.started.length;
  await startTraining(platform.ports, await platform.upload(key, text));
  return ran(platform, played, before);
}

/** Runs the execution that was started after so many others. */
export async function ran(
  platform: MemoryPlatform,
  played: ReturnType<typeof trainingTasks>,
  before: number,
): Promise<Execution | undefined> {
  const started = platform.ports.executions.started[before];
  if (!started) return undefined;
  const execution = await runMachine(machine, started.input, played.tasks);
  platform.ports.executions.finish(started.name, execution.status);
  return execution;
}
