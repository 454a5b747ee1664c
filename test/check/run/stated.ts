/** Resources that cost money when idle, by the configuration whose documentation states their price. */
const STATED: Readonly<Record<string, readonly string[]>> = {
  // Flow logs of a network: by the gigabyte (lib/docs/deploy.md).
  vpc: ['AWS::EC2::FlowLog'],
};

export const statedFor = (configuration: string): readonly string[] => STATED[configuration] ?? [];
