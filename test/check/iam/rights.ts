/** Rights are narrow, and they are rights to something: actions, resources and conditions exist and belong together. */
import type { Cloud } from '../cloud/cloud.ts';
import { identityStatements, resourceStatements, type Statement, trustStatements } from '../cloud/policies.ts';
import { type CloudRule, findingsOf, referred } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';
import { arnFits, writtenOut } from './arns.ts';
import { keyFits, lookUp } from './catalogue.ts';

/** Actions that are given on every resource although their service knows some, and why; with the condition that limits them. */
export const OPEN: Readonly<Record<string, { readonly because: string; readonly condition?: string }>> = {
  'cloudwatch:GetMetricData': { because: 'its one resource, the dataset, is of another product' },
  'cloudwatch:PutMetricData': {
    because: 'its one resource, the dataset, is of another product',
    condition: 'cloudwatch:namespace',
  },
};

const sayNarrow = findingsOf('narrow-rights');
const sayReal = findingsOf('real-rights');
const allowed = (cloud: Cloud): Statement[] => identityStatements(cloud).filter(({ effect }) => effect === 'Allow');

export const narrowRights: CloudRule = {
  id: 'narrow-rights',
  async find(cloud) {
    const wide = await Promise.all(
      allowed(cloud).map(async ({ at, actions, resources, conditions }): Promise<Finding[]> => {
        if (!resources.includes('*')) return [];
        const findings: Finding[] = [];
        const keys = Object.values(conditions).flatMap((condition) => Object.keys(condition));
        for (const action of actions) {
          const entry = await lookUp(action);
          const open = OPEN[action];
          if (entry && entry.arns.length > 0 && !open)
            findings.push(sayNarrow(at, `${action} on every resource`, `name one: ${entry.arns.join(' or ')}`));
          if (open?.condition && !keys.includes(open.condition))
            findings.push(sayNarrow(at, `${action} without ${open.condition}`, 'give the condition'));
        }
        return findings;
      }),
    );
    return [
      ...wide.flat(),
      ...allowed(cloud).flatMap(({ at, actions, negations }) => [
        ...actions
          .filter((action) => action.includes('*'))
          .map((action) => sayNarrow(at, `${action} is more than one action`, 'name the actions')),
        ...negations.map((element) => sayNarrow(at, `${element} allows what nobody has listed`, 'say what is allowed')),
      ]),
      ...cloud
        .all('AWS::IAM::Role')
        .flatMap((role) =>
          (role.Properties['ManagedPolicyArns'] ?? []).map((arn: unknown) =>
            sayNarrow(role, `has the managed policy ${cloud.text(arn)}`, 'write the rights it needs'),
          ),
        ),
    ];
  },
};

const OPERATORS =
  /^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|Numeric(Not)?(Equals)|Numeric(LessThan|GreaterThan)(Equals)?|Date(Not)?Equals|Date(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$/;

export const realRights: CloudRule = {
  id: 'real-rights',
  async find(cloud) {
    const everywhere = [...identityStatements(cloud), ...resourceStatements(cloud), ...trustStatements(cloud)];
    const found = await Promise.all(everywhere.map((statement) => unreal(cloud, statement)));
    return found.flat();
  },
};

async function unreal(cloud: Cloud, { at, sid, actions, resources, conditions }: Statement): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (sid !== undefined && !/^[A-Za-z0-9]+$/.test(sid))
    findings.push(sayReal(at, `Sid ${sid} is refused`, 'letters and digits only'));
  for (const operator of Object.keys(conditions))
    if (!OPERATORS.test(operator))
      findings.push(sayReal(at, `there is no condition operator ${operator}`, 'StringEquals, ArnLike, Bool, ...'));
  for (const action of actions) {
    if (action.includes('*')) continue;
    const entry = await lookUp(action);
    if (!entry) {
      findings.push(sayReal(at, `there is no action ${action}`, 'see the Service Authorization Reference'));
      continue;
    }
    for (const key of Object.values(conditions).flatMap((keys) => Object.keys(keys)))
      if (!(await keyFits(key, action)))
        findings.push(sayReal(at, `${action} knows no condition key ${key}`, entry.keys.join(', ')));
    for (const resource of resources) {
      if (resource === '*') continue;
      if (entry.arns.length === 0)
        findings.push(sayReal(at, `${action} knows no resource, so not ${resource}`, 'give it "*" and a condition'));
      else if (!entry.arns.some((format) => arnFits(writtenOut(cloud, resource), format)))
        findings.push(sayReal(at, `${action} is never on ${resource}`, `one of ${entry.arns.join(', ')}`));
    }
  }
  return findings;
}

const sayPass = findingsOf('pass-role');

/** Passing a role is pinned to one role and to a service that the role trusts. */
export const passRole: CloudRule = {
  id: 'pass-role',
  find(cloud) {
    const trusts = trustStatements(cloud);
    return allowed(cloud)
      .filter(({ actions }) => actions.some((action) => /^iam:PassRole$/i.test(action)))
      .flatMap(({ at, resources, conditions }) => {
        const services = conditions['StringEquals']?.['iam:PassedToService'] ?? [];
        return [
          ...resources
            .filter((role) => role.includes('*'))
            .map((role) => sayPass(at, `may pass ${role}`, 'name the role')),
          ...(services.length === 1
            ? []
            : [sayPass(at, 'may pass it to any service', 'StringEquals iam:PassedToService')]),
          ...resources.flatMap((role) => {
            const trusted = trusts
              .filter(({ at: where }) => where.split('/')[1] === referred(role))
              .flatMap((t) => t.services);
            return services
              .filter((service) => referred(role) !== undefined && !trusted.includes(service))
              .map((service) => sayPass(at, `${service} cannot become ${role}`, `one of ${trusted.join(', ')}`));
          }),
        ];
      });
  },
};

const sayDeputy = findingsOf('confused-deputy');
/** Lambda assumes a role only for functions of the role's own account. */
const OWN_ACCOUNT_ONLY = ['lambda.amazonaws.com'];

/** A service acts for a source of this account that is named: never for whoever asks it to. */
export const confusedDeputy: CloudRule = {
  id: 'confused-deputy',
  find: (cloud) => [
    ...[...trustStatements(cloud), ...resourceStatements(cloud)]
      .filter(
        ({ effect, services }) => effect === 'Allow' && services.some((service) => !OWN_ACCOUNT_ONLY.includes(service)),
      )
      .filter(({ conditions }) => {
        const keys = Object.values(conditions).flatMap((condition) => Object.keys(condition));
        return !keys.includes('aws:SourceArn') && !keys.includes('aws:SourceAccount');
      })
      .map(({ at, services }) =>
        sayDeputy(at, `${services.join(', ')} may act for anybody`, 'condition aws:SourceArn or aws:SourceAccount'),
      ),
    ...cloud
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties['SourceArn'] === undefined)
      .map((permission) => sayDeputy(permission, 'its service may act for anybody', 'give SourceArn')),
  ],
};

const saySize = findingsOf('policy-size');
/** Characters without white space (IAM and STS quotas). */
const MOST = { role: 10_240, managed: 6_144 };
/** An id in the text stands for a name that AWS makes longer or shorter: a bucket's has at most 63 characters. */
const sizeOf = (cloud: Cloud, document: unknown): number =>
  JSON.stringify(document, (_, value) =>
    value !== null && typeof value === 'object' && Object.keys(value).some((key) => /^(Fn::|Ref$)/.test(key))
      ? writtenOut(cloud, cloud.text(value))
      : value,
  ).replace(/\s/g, '').length;

interface Document {
  Version?: string;
}

/** Policies are of the version there is, and not larger than IAM takes. */
export const policySize: CloudRule = {
  id: 'policy-size',
  find: (cloud) => [
    ...cloud.all('AWS::IAM::Role').flatMap((role) => {
      const documents = (role.Properties['Policies'] ?? []).map(
        (policy: { PolicyDocument: Document }) => policy.PolicyDocument,
      );
      const size = documents.reduce((sum: number, document: Document) => sum + sizeOf(cloud, document), 0);
      return [
        ...(size > MOST.role ? [saySize(role, `has ${size} characters of policy`, `at most ${MOST.role}`)] : []),
        ...[...documents, role.Properties['AssumeRolePolicyDocument']].flatMap((document: Document) =>
          version(role, document),
        ),
      ];
    }),
    ...cloud.all('AWS::IAM::ManagedPolicy').flatMap((policy) => {
      const size = sizeOf(cloud, policy.Properties['PolicyDocument']);
      return [
        ...(size > MOST.managed ? [saySize(policy, `has ${size} characters`, `at most ${MOST.managed}`)] : []),
        ...version(policy, policy.Properties['PolicyDocument']),
      ];
    }),
  ],
};

const version = (at: { part: string; id: string }, { Version }: Document): Finding[] =>
  Version === '2012-10-17' ? [] : [saySize(at, `policy version is ${Version ?? 'not set'}`, '2012-10-17')];
