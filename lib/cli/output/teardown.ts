/** What a teardown ends and what it leaves, as text. */
import { PRICES_OF } from '../../core/contracts/prices.ts';
import type { Kept } from '../../core/ports/remains.ts';
import type { DyingEndpoint, TeardownPlan } from '../../core/usecases/teardown/plan-teardown.ts';
import type { Torn } from '../../core/usecases/teardown/tear-down.ts';
import { table } from './table.ts';
import { number } from './text.ts';

const dollars = (monthly: number | undefined): string =>
  monthly === undefined ? 'not known' : monthly > 0 && monthly < 0.01 ? 'under $0.01' : `$${monthly.toFixed(2)}`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
function size(bytes: number | undefined): string {
  if (bytes === undefined) return 'not measured yet';
  const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${number(bytes / 1024 ** unit)} ${UNITS[unit]}`;
}

const instances = ({ instances: fleet }: DyingEndpoint): string =>
  fleet.map(({ type, count }) => `${count} x ${type}`).join(', ') || 'no instances';

const counted = (count: number, word: string): string[] =>
  count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];

/** Shown before anything is done. */
export function planText(platform: string, plan: TeardownPlan): string {
  const live = plan.stages.map(({ model, stage, version }) => `  ${model}/${stage}  serves version ${version}`);
  const endpoints = plan.endpoints.map(
    (endpoint) => `  endpoint ${endpoint.name}  ${instances(endpoint)}  ${dollars(endpoint.monthly)} a month`,
  );
  const rest = [
    ...counted(plan.configurations.length, 'endpoint configuration'),
    ...counted(plan.models.length, 'SageMaker model'),
    ...counted(plan.alarms.length, 'alarm'),
    ...counted(plan.trainings.length, 'running training'),
    ...counted(plan.jobs.length, 'running job'),
  ];
  const dying = [...live, ...endpoints, ...(rest.length > 0 ? [`  ${rest.join(', ')}`] : [])];
  return [
    `Of the platform ${platform} these end, and nobody is served any more:`,
    ...(dying.length > 0 ? dying : ['  nothing: there is nothing that bills by the hour']),
    ...(plan.models.length > 0 ? ['The versions stay: a release of one makes its SageMaker model again.'] : []),
    keptText(plan.kept),
    ...strangeText(plan.strange),
  ].join('\n');
}

/** What was done. */
export function tornText(torn: Torn): string {
  const done = [
    ...counted(torn.stages.length, 'stage'),
    ...counted(torn.endpoints, 'endpoint'),
    ...counted(torn.configurations, 'endpoint configuration'),
    ...counted(torn.models, 'SageMaker model'),
    ...counted(torn.alarms, 'alarm'),
    ...counted(torn.trainings, 'running training'),
  ];
  return `ended: ${done.join(', ') || 'nothing'}`;
}

/** What stays, and costs. */
export function keptText(kept: readonly Kept[]): string {
  const rows = kept.map(({ what, bytes, monthly, ends }) => [
    what,
    bytes === undefined && monthly !== undefined ? '' : size(bytes),
    dollars(monthly),
    ends,
  ]);
  const columns = [
    { title: '  kept' },
    { title: 'size', align: 'right' as const },
    { title: 'a month', align: 'right' as const },
    { title: 'ends' },
  ];
  return `${table(
    columns,
    rows.map(([what = '', ...cells]) => [`  ${what}`, ...cells]),
  )}\n  (list prices of ${PRICES_OF.region}, ${PRICES_OF.date}; sizes as AWS last measured them)`;
}

/** Endpoints that bear the platform's name and are of no model it knows. */
export const strangeText = (strange: readonly DyingEndpoint[]): string[] =>
  strange.map(
    (endpoint) =>
      `  left alone: endpoint ${endpoint.name} (${instances(endpoint)}, ${dollars(endpoint.monthly)} a month) is of no model of this platform; if it is yours: aws sagemaker delete-endpoint --endpoint-name ${endpoint.name}`,
  );
