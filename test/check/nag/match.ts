/** Findings of cdk-nag against what is acknowledged. */
import type { Finding } from '../finding.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import type { NagFinding } from './nag.ts';

/** Account, region and partition left out, the name of the platform as `<platform>`. */
export const plain = (id: string, platform: string): string =>
  id
    .replaceAll('arn:<AWS::Partition>:', 'arn:')
    .replaceAll(':<AWS::Region>:<AWS::AccountId>:', ':')
    .replaceAll(new RegExp(`(?<=[:/])${platform}(?=[-/])`, 'g'), '<platform>');

export interface Explained {
  readonly unexplained: readonly NagFinding[];
  /** How many findings each acknowledgement explains, in their order. */
  readonly counts: readonly number[];
}

export function explain(
  findings: readonly NagFinding[],
  acknowledgements: readonly Acknowledgement[],
  platform: string,
): Explained {
  const explains = ({ id, path }: NagFinding, one: Acknowledgement) =>
    one.id.test(plain(id, platform)) && one.on.test(path);
  return {
    unexplained: findings.filter((finding) => !acknowledgements.some((one) => explains(finding, one))),
    counts: acknowledgements.map((one) => findings.filter((finding) => explains(finding, one)).length),
  };
}

export const unexplainedFinding = ({ id, path, description }: NagFinding): Finding => ({
  rule: 'cdk-nag',
  at: path,
  message: `${id}: ${description}`,
  mend: 'mend it; or say in test/check/nag/acknowledgements.ts why it is wanted',
});

/** @param counts of every configuration: what explains nothing in any of them is stale */
export const staleFindings = (
  acknowledgements: readonly Acknowledgement[],
  counts: readonly (readonly number[])[],
): Finding[] =>
  acknowledgements
    .filter((_, i) => counts.every((one) => one[i] === 0))
    .map(({ id, on }) => ({
      rule: 'cdk-nag',
      at: 'test/check/nag/acknowledgements.ts',
      message: `${id} on ${on} explains nothing any more`,
      mend: 'delete it',
    }));
