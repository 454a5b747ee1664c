/** Where the containers of training, scoring and serving have their network interfaces. */
import { describe, expect, it } from 'vitest';
import { identityStatements, matches } from '../check/cloud/policies.ts';
import { configured } from './_configuration.ts';
import { type Synthesised, synthesise } from './_synth.ts';

const made = synthesise(configured('vpc'));
const OWN = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const brought = synthesise({ vpc: OWN });
const typesBelow = (synth: Synthesised, prefix: string): string[] =>
  Object.values(synth.templates.training.Resources)
    .map(({ Type }) => Type)
    .filter((type) => type.startsWith(prefix));
const jobVariables = (synth: Synthesised) =>
  synth
    .all('AWS::Lambda::Function')
    .map(({ Properties }) => Properties.Environment.Variables as Record<string, unknown>)
    .filter((variables) => 'VPC_SUBNETS' in variables)
    .map(({ VPC_SUBNETS, VPC_SECURITY_GROUPS }) => [synth.text(VPC_SUBNETS), synth.text(VPC_SECURITY_GROUPS)]);

describe('a network that is made', () => {
  it('has nothing that costs by the hour, and no way out but S3', () => {
    expect(typesBelow(made, 'AWS::EC2::').sort()).toEqual([
      'AWS::EC2::FlowLog',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
    ]);
    const endpoint = made.one('AWS::EC2::VPCEndpoint', 'NetworkS3');
    expect(endpoint.Properties.VpcEndpointType).toBe('Gateway');
    expect(made.text(endpoint.Properties.ServiceName)).toBe('com.amazonaws.us-east-1.s3');
    expect(endpoint.Properties.RouteTableIds).toEqual([{ Ref: made.one('AWS::EC2::RouteTable', 'Network').id }]);
  });

  it('lets nothing in, and HTTPS out', () => {
    const { Properties } = made.one('AWS::EC2::SecurityGroup', 'NetworkGroup');
    expect(Properties).not.toHaveProperty('SecurityGroupIngress');
    expect(Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ]);
  });

  it('spans two zones of any region, without looking them up', () => {
    const zones = made.all('AWS::EC2::Subnet').map(({ Properties }) => Properties.AvailabilityZone);
    expect(zones).toEqual([0, 1].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
  });

  it('reaches every bucket that a role of SageMaker may use, and no other', () => {
    const policy = made.one('AWS::EC2::VPCEndpoint', 'NetworkS3').Properties.PolicyDocument.Statement as {
      Action: string | string[];
      Resource: unknown;
    }[];
    const open = policy.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((resource) => ({ action, pattern: made.text(resource) }))),
    );
    const used = identityStatements(made)
      .filter(({ at }) => /^training\/Roles/.test(at))
      .flatMap(({ actions, resources }) =>
        actions
          .filter((action) => action.startsWith('s3:'))
          .flatMap((action) => resources.map((resource) => ({ action, resource }))),
      );
    expect(used.length).toBeGreaterThan(5);
    for (const { action, resource } of used)
      expect(
        open.some((allowed) => allowed.action === action && matches(allowed.pattern, resource)),
        `${action} ${resource}`,
      ).toBe(true);
    expect(open.filter(({ pattern }) => pattern === '*' || pattern.startsWith('arn:aws:s3:::*'))).toEqual([]);
  });

  it('is where jobs and models are told to be', () => {
    const ids = made.all('AWS::EC2::Subnet').map(({ id }) => `<${id}>`);
    const group = `<${made.one('AWS::EC2::SecurityGroup', 'NetworkGroup').id}.GroupId>`;
    expect(jobVariables(made)).toEqual([
      [ids.join(','), group],
      [ids.join(','), group],
    ]);
  });
});

describe('a network of your own', () => {
  it('is told to jobs and models, and nothing of it is made', () => {
    expect(typesBelow(brought, 'AWS::EC2::')).toEqual([]);
    expect(jobVariables(brought)).toEqual([
      ['subnet-0123456789abcdef0', 'sg-0123456789abcdef0'],
      ['subnet-0123456789abcdef0', 'sg-0123456789abcdef0'],
    ]);
  });
});

it('without the choice there is none', () => {
  const plain = synthesise();
  expect(typesBelow(plain, 'AWS::EC2::')).toEqual([]);
  expect(jobVariables(plain)).toEqual([
    ['', ''],
    ['', ''],
  ]);
  expect(identityStatements(plain).flatMap(({ actions }) => actions.filter((one) => one.startsWith('ec2:')))).toEqual(
    [],
  );
});

describe.each([
  ['made', made, '<Network'],
  ['your own', brought, 'subnet-'],
] as const)('in a network that is %s', (_, synth, subnet) => {
  it.each(['RolesTraining', 'RolesServing'])(
    '%s may make and remove network interfaces there, and nowhere else',
    (role) => {
      const own = identityStatements(synth).filter(({ at }) => at.startsWith(`training/${role}`));
      const changing = own.filter(({ actions }) => actions.some((action) => /^ec2:(Create|Delete)/.test(action)));
      expect(changing.flatMap(({ actions }) => actions).sort()).toEqual([
        'ec2:CreateNetworkInterface',
        'ec2:CreateNetworkInterfacePermission',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteNetworkInterfacePermission',
      ]);
      for (const { actions, resources, conditions } of changing) {
        expect(resources).not.toContain('*');
        if (actions.includes('ec2:CreateNetworkInterface'))
          expect(resources.some((arn) => arn.startsWith(`arn:aws:ec2:us-east-1:123456789012:subnet/${subnet}`))).toBe(
            true,
          );
        else expect(conditions.ArnEquals?.['ec2:Subnet']?.length).toBeGreaterThan(0);
      }
    },
  );
});
