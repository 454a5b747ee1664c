import type { Synthesised } from './_synth.ts';

/** The image the functions are told to train with. */
export function xgboostImageUri(platform: Synthesised): string {
  const check = platform.all('AWS::Lambda::Function').find(({ id }) => id.includes('TrainingCheck'));
  return platform.text(check?.Properties.Environment.Variables.XGBOOST_IMAGE);
}
