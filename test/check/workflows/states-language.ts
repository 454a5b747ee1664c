/** The definition is one that Step Functions takes, as far as `asl-validator` knows: fields, types, transitions. */
import { createRequire } from 'node:module';
import { workflowRule } from './machines.ts';

const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  isValid: boolean;
  errorsText: (separator: string) => string;
};
/** The validator compiles its schemas anew each time: half a second. A definition is looked at once. */
const judged = new Map<string, string>();

export const statesLanguage = workflowRule('states-language', ({ text }, say) => {
  const known = judged.get(text) ?? judge(text);
  judged.set(text, known);
  return known === '' ? [] : [say(undefined, known, 'see the States Language')];
});

/** @returns what is wrong, or nothing */
function judge(text: string): string {
  // The validator knows ARNs of the partition aws only.
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (name === 'Partition' ? 'aws' : name));
  const { isValid, errorsText } = validate(JSON.parse(filled));
  return isValid ? '' : errorsText('; ');
}
