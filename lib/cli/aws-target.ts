/** Where a call to AWS would go: settled, and held against what the checkout expects, before anything but GetCallerIdentity. */
import type { Access, Caller } from '../adapters/aws/access.ts';
import type { ExpectedAccount } from '../local/target.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';

export interface AwsTarget {
  region: string;
  account: string;
  /** `aws 1234-5678-9012 (acme-prod) · eu-west-1`, without platform and role. */
  place: string;
  /** `role Operator`, `user jane` or `root`. */
  who: string;
}

/** What is asked to find out. */
export interface AwsWorld {
  region(): Promise<string | undefined>;
  caller(access: Access): Promise<Caller>;
  environment: Readonly<Record<string, string | undefined>>;
}

/** The account number that emulators give themselves. */
const NO_ACCOUNT = '000000000000';

const grouped = (account: string): string => account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');

/** @param arn of GetCallerIdentity */
export function whoOf(arn: string): string {
  const [kind = '', name = ''] = (arn.split(':').at(-1) ?? '').split('/');
  if (kind === 'assumed-role') return `role ${name}`;
  if (kind === 'user') return `user ${arn.split('/').at(-1) ?? name}`;
  return kind === 'root' ? 'root' : kind;
}

const mismatch = (what: string, expected: string, found: string): CommandFailure =>
  new CommandFailure(
    EXIT.usage,
    `this checkout expects ${what} ${expected}, and this is ${found}; nothing was called`,
    'use the credentials and the region of that account, or change what is expected: sluice target aws --account <number> --region <region>',
  );

/** @throws CommandFailure when no region is named, an emulator stands in AWS's place, or another account was expected */
export async function settleAwsTarget(world: AwsWorld, expect: ExpectedAccount | undefined): Promise<AwsTarget> {
  const elsewhere = world.environment['AWS_ENDPOINT_URL'];
  if (elsewhere) {
    throw new CommandFailure(
      EXIT.usage,
      `AWS_ENDPOINT_URL sends every call to ${elsewhere}, and that is not AWS`,
      'unset AWS_ENDPOINT_URL   (or, for the local cloud: --target local)',
    );
  }
  const region = await world.region();
  if (!region)
    throw new CommandFailure(EXIT.usage, 'no region is set, and none is assumed', 'export AWS_REGION=eu-west-1');
  if (expect && expect.region !== region) throw mismatch('region', expect.region, region);
  const { account, arn } = await world.caller({ region });
  if (account === NO_ACCOUNT)
    throw new CommandFailure(EXIT.usage, 'an emulator answers in place of AWS', 'sluice --target local ...');
  if (expect && expect.account !== account) throw mismatch('account', grouped(expect.account), grouped(account));
  const name = expect?.name ? ` (${expect.name})` : '';
  return { region, account, place: `aws ${grouped(account)}${name} · ${region}`, who: whoOf(arn) };
}
