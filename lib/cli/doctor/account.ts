/** Checks of an AWS account, region and the platform in it: what a deployment, a training and a release need there. */
import type { Account, LiveEndpoint, Subscription } from '../../adapters/aws/account.ts';
import { PlatformMissing } from '../../adapters/aws/platform.ts';
import type { Outputs } from '../../core/contracts/outputs.ts';
import { INSTANCE_HOUR, instancesMonthly, PRICES_OF } from '../../core/contracts/prices.ts';
import { IMAGE_ACCOUNTS } from '../../core/contracts/xgboost-image.ts';
import type { AwsTarget } from '../aws-target.ts';
import { number } from '../output/text.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';
import type { Demand } from './demand.ts';

/** The account as it is asked, and what is known of the platform there. */
export interface Patient {
  target: AwsTarget;
  account: Account;
  platform: string;
  /** @throws PlatformMissing */
  outputs(): Promise<Outputs>;
  /** What the manifests of the platform's models ask for; without models, what a first one does. */
  demands(): Promise<Demand[]>;
  now(): Date;
}

/** The CDK's templates of today check for it themselves. */
const BOOTSTRAP_MIN = 6;
/** Signatures are refused from five minutes on. */
const SKEW = { warn: 60, fail: 300 };

function skewed(seconds: number): Finding {
  const text = `${number(Math.round(seconds))} s from AWS's`;
  const mend = 'set the clock by the network: timedatectl set-ntp true';
  if (Math.abs(seconds) >= SKEW.fail) return fail(`${text}; signatures are refused from 300 s on`, mend);
  return Math.abs(seconds) >= SKEW.warn ? warn(text, mend) : ok(text);
}

function bootstrapped(version: number | undefined, { account, region }: AwsTarget): Finding {
  const mend = `npx cdk bootstrap aws://${account}/${region}`;
  if (version === undefined) return fail('the CDK is not bootstrapped in this account and region', mend);
  return version >= BOOTSTRAP_MIN
    ? ok(`version ${version}`)
    : fail(`version ${version}, and ${BOOTSTRAP_MIN} is needed`, mend);
}

function subscribed(topic: string, found: readonly Subscription[]): Finding {
  const confirmed = found.filter((one) => one.confirmed).length;
  if (confirmed > 0) return ok(`${confirmed} of ${found.length} confirmed`);
  const subscribe = `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint <address>`;
  return found.length > 0
    ? fail(
        `none of ${found.length} is confirmed, so nobody hears of an alarm`,
        `confirm by the mail; it is lost? ${subscribe}`,
      )
    : fail('nobody is subscribed, so nobody hears of an alarm', subscribe);
}

/** "3 instances on 2 endpoints, about $252 a month" */
export function priceFinding(endpoints: readonly LiveEndpoint[]): Finding {
  const instances = endpoints.flatMap((endpoint) => endpoint.instances);
  const count = instances.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return ok('nothing is live: storage only');
  const unknown = [...new Set(instances.map(({ type }) => type).filter((type) => INSTANCE_HOUR[type] === undefined))];
  const dollars = instances.reduce((sum, { type, count: many }) => sum + (instancesMonthly(type, many) ?? 0), 0);
  const text = `${count} instances on ${endpoints.length} endpoints, about $${number(Math.round(dollars))} a month (list price of ${PRICES_OF.region}, ${PRICES_OF.date})`;
  return unknown.length === 0
    ? ok(text)
    : warn(`${text}, without ${unknown.join(', ')}`, 'look these up: https://aws.amazon.com/sagemaker/pricing/');
}

function stateFinding(endpoints: readonly LiveEndpoint[]): Finding {
  const bad = endpoints.filter(
    ({ status }) => !['InService', 'Updating', 'Creating', 'SystemUpdating'].includes(status),
  );
  if (bad.length === 0) return ok(endpoints.length === 0 ? 'none' : `${endpoints.length} in service or on the way`);
  return fail(
    bad.map(({ name, status }) => `${name} is ${status}`).join(', '),
    'sluice releases <model>, then sluice rollback <model> --stage <stage>',
  );
}

function quotaFinding(
  { name, needed, why }: Demand,
  found: { code: string; value: number } | undefined,
  region: string,
): Finding {
  if (!found) return warn('AWS names no such quota', 'look at SageMaker in the console of Service Quotas');
  const text = `${number(found.value)}, needed ${needed} (${why})`;
  if (found.value >= needed) return ok(text);
  return fail(
    text,
    `aws service-quotas request-service-quota-increase --region ${region} --service-code sagemaker --quota-code ${found.code} --desired-value ${needed}   # ${name}`,
  );
}

/** The account comes first: what is asked of it is asked before the checks are made, so that there is one a quota. */
export async function accountChecks(patient: Patient): Promise<Check[]> {
  const { target, account } = patient;
  const check = (name: string, find: Check['find']): Check => ({ group: 'account', name, find });
  return [
    check('target', () => ok(`${target.place} · as ${target.who}`)),
    check('clock', async () => skewed((patient.now().getTime() - (await account.time()).getTime()) / 1000)),
    check('CDK bootstrap', async () => bootstrapped(await account.bootstrapVersion(), target)),
    check('XGBoost image', () =>
      IMAGE_ACCOUNTS[target.region]
        ? ok(`known in ${target.region}`)
        : fail(`not known in ${target.region}`, 'deploy with -c xgboostImage=<URI of a copy in your own registry>'),
    ),
    ...(await quotaChecks(patient)),
    ...(await platformChecks(patient)),
  ];
}

async function quotaChecks({ demands, account, target }: Patient): Promise<Check[]> {
  const wanted = await settled(demands);
  const found = await settled(async () => account.quotas(new Set((await wanted()).map(({ name }) => name))));
  const check = (name: string, find: Check['find']): Check => ({ group: 'account', name, find });
  try {
    const known = await found();
    return (await wanted()).map((demand) =>
      check(`quota ${demand.name}`, () => quotaFinding(demand, known.get(demand.name), target.region)),
    );
  } catch {
    // The check throws it again, and is a FAIL with its reason.
    return [check('quotas', async () => ok(`${(await found()).size} known`))];
  }
}

async function platformChecks(patient: Patient): Promise<Check[]> {
  const { account, platform, target } = patient;
  const check = (name: string, find: Check['find']): Check => ({ group: 'platform', name, find });
  const outputs = await settled(patient.outputs);
  const deployed = check('deployed', async () => {
    try {
      return ok(`API ${(await outputs())['api-url']}`);
    } catch (error) {
      if (error instanceof PlatformMissing) return warn(error.message, `AWS_REGION=${target.region} npm run deploy`);
      throw error;
    }
  });
  const topic = await outputs().then(
    (found) => found['notifications-topic'],
    () => undefined, // `deployed` says why
  );
  if (topic === undefined) return [deployed];
  const endpoints = await settled(() => account.endpoints(platform));
  return [
    deployed,
    check('subscribers', async () => subscribed(topic, await account.subscriptions(topic))),
    check('endpoints', async () => stateFinding(await endpoints())),
    check('price', async () => priceFinding(await endpoints())),
  ];
}

/** Asks once, and gives the answer, or throws the failure, as often as it is wanted. */
async function settled<T>(ask: () => Promise<T>): Promise<() => Promise<T>> {
  const [answer] = await Promise.allSettled([ask()]);
  return async () => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  };
}
