/** CloudFormation's intrinsic functions as readable text, so that ARNs can be compared. */
type Templates = Readonly<Record<string, { Outputs?: Record<string, { Value: unknown }> }>>;

export const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** References become `<LogicalId>` and `<LogicalId.Attribute>`. @throws Error for a function it does not know */
export function textOf(value: unknown, templates: Templates): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0) throw new Error(`not an intrinsic function: ${JSON.stringify(value)}`);
  switch (name) {
    case 'Ref':
      return PSEUDO[argument as string] ?? `<${argument}>`;
    case 'Fn::GetAtt':
      return `<${(argument as string[]).join('.')}>`;
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => textOf(part, templates)).join(separator);
    }
    case 'Fn::Sub':
      return (argument as string).replace(/\$\{([^}]+)\}/g, (_, key: string) => PSEUDO[key] ?? `<${key}>`);
    case 'Fn::FindInMap':
      return `<${(argument as unknown[]).map((part) => textOf(part, templates)).join('/')}>`;
    case 'Fn::GetStackOutput': {
      const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
      const output = templates[StackName.replace(/^[^-]+-/, '')]?.Outputs?.[OutputName];
      if (!output) throw new Error(`stack ${StackName} has no output ${OutputName}`);
      return textOf(output.Value, templates);
    }
    default:
      throw new Error(`unknown intrinsic function ${name}`);
  }
}
