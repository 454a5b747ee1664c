/** One value told twice: as an output of its stack, and as a parameter that programs find by the platform's name. */
import { CfnOutput } from 'aws-cdk-lib';
import { CfnParameter as SsmParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type OutputKey, parameterName } from '../../../core/contracts/outputs.ts';
import { constructId } from '../functions/platform-function.ts';

export interface PublishedProps {
  readonly platform: string;
  readonly values: Readonly<Partial<Record<OutputKey, string>>>;
}

export class Published extends Construct {
  constructor(scope: Construct, id: string, { platform, values }: PublishedProps) {
    super(scope, id);
    for (const [key, value] of Object.entries(values)) {
      const name = constructId(key);
      // Logical ids of outputs allow no dash; the export-free key is the same word in Pascal case.
      new CfnOutput(scope, name, { value, description: parameterName(platform, key as OutputKey) });
      new SsmParameter(this, name, { name: parameterName(platform, key as OutputKey), type: 'String', value });
    }
  }
}
