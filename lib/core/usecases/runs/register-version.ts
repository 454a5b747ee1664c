/** The end of a run that was evaluated: a version when the gates allow, a rejected run when not. */
import type { EvaluatedRun, RegisterAnswer } from '../../contracts/workflow-training.ts';
import { Evaluation } from '../../evaluation/evaluate.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read, replace } from '../../registry/documents.ts';
import { type Run, RunInput, type Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { readJson } from '../json-objects.ts';
import { pinnedManifest, theDataset, theRun } from '../run-record.ts';
import { inputKey } from '../uploads/run-input.ts';
import { answerOfRun, type RunAnswerPorts } from './run-answer.ts';

export interface RegisterVersionPorts extends ChangePorts, RunAnswerPorts {}

/** Safe to repeat: a run that has ended is answered as it ended. @throws Busy, ObjectNotFound */
export async function registerVersion(ports: RegisterVersionPorts, input: EvaluatedRun): Promise<RegisterAnswer> {
  const { objects, artifactBucket } = ports;
  const evaluation = await readJson(objects, { bucket: artifactBucket, key: input.evaluation }, Evaluation);
  return answerOfRun(ports, await change(ports, input.model, (state) => decide(ports, input, evaluation, state)));
}

async function decide(
  { registry }: RegisterVersionPorts,
  input: EvaluatedRun,
  evaluation: Evaluation,
  { meta, time }: ChangeState,
): Promise<Decision<Run>> {
  const { model } = input;
  const found = await theRun(registry, model, input.run);
  const run = found.document;
  if (run.state !== 'running') return { result: run };
  if (!meta) throw new Error(`${model} has a run but no META`);
  const { digest: manifest } = await pinnedManifest(registry, run);
  const dataset = await theDataset(registry, model, run.dataset);
  const number = evaluation.verdict === 'pass' ? meta.nextVersion : undefined;
  const missed = evaluation.gates.filter(({ outcome }) => outcome === 'not-met').map(({ text }) => text);
  const ended: Run = {
    ...run,
    job: input.job.name,
    ended: time,
    ...(number === undefined
      ? { state: 'rejected', reason: { code: 'gate-not-met', message: missed.join('; ') } }
      : { state: 'registered', version: number }),
  };
  const code = run.code ?? '';
  const sk = inputKey({ dataset: dataset.digest, manifest, code });
  const claim = await read(registry, model, sk, RunInput);
  const version: Version | undefined =
    number === undefined
      ? undefined
      : {
          v: 1,
          model,
          version: number,
          run: run.run,
          author: run.author,
          ...(run.startedBy ? { startedBy: run.startedBy } : {}),
          registered: time,
          task: evaluation.task,
          manifestRevision: run.manifestRevision ?? 0,
          manifestDigest: manifest,
          dataset: dataset.digest,
          datasetLocation: dataset.location,
          ...(run.contract === undefined ? {} : { contract: run.contract }),
          code,
          image: input.job.image,
          job: input.job.name,
          parameters: input.job.parameters,
          artifact: input.artifact,
          sagemakerModel: input.sagemakerModel,
          ...(input.createModel ? { createModel: withoutRole(input.createModel) } : {}),
          ...(run.warnings ? { warnings: run.warnings } : {}),
          metrics: evaluation.metrics,
          gates: evaluation.gates,
          ...(input.champion ? { champion: input.champion.version } : {}),
          ...(evaluation.notCompared ? { notCompared: evaluation.notCompared } : {}),
          evaluation: input.evaluation,
          ...(input.baseline ? { baseline: input.baseline } : {}),
        };
  return {
    event: {
      kind: version ? 'version-registered' : 'version-rejected',
      actor: run.author,
      data: {
        run: run.run,
        ...(version ? { version: version.version } : { reason: missed }),
        dataset: dataset.digest,
        artifact: input.artifact.digest,
        job: input.job.name,
        ...(evaluation.notCompared ? { notCompared: { ...evaluation.notCompared } } : {}),
        metrics: Object.fromEntries(Object.entries(evaluation.metrics).map(([name, { value }]) => [name, value])),
      },
    },
    writes: [
      replace(SK.run(run.run), ended, found),
      ...(version ? [create(SK.version(version.version), version)] : []),
      ...(claim?.document.run === run.run
        ? [
            replace(
              sk,
              {
                ...claim.document,
                state: 'done',
                ...(input.champion ? { champion: input.champion.version } : {}),
                time,
              },
              claim,
            ),
          ]
        : []),
    ],
    ...(number === undefined ? {} : { meta: { nextVersion: number + 1 } }),
    result: ended,
  };
}

/** Roles belong to a deployment, versions outlive it. */
function withoutRole({ ExecutionRoleArn: _role, ...rest }: NonNullable<EvaluatedRun['createModel']>) {
  return rest;
}
