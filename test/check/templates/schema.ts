/**
 * The rules and resource schemas that aws-cdk-lib carries (`@aws/cloudformation-validate`), on the templates as they are:
 * unknown properties, wrong types and values, references to nothing, quotas of templates.
 */
import { createRequire } from 'node:module';
import type { Cloud } from '../cloud/cloud.ts';
import { type CloudRule, findingsOf } from '../cloud/rule.ts';

interface Diagnostic {
  ruleId: string;
  severity: 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG';
  message: string;
  suggestedFix?: string;
  propertyPath?: string;
  entity?: { logicalId?: string; name?: string };
}
interface Validator {
  CompositeEngine: new () => { validateTemplate(template: unknown): { diagnostics: Diagnostic[] } };
  TemplateContent: new (content: string, name: string) => unknown;
}

/** Findings that are right and yet wanted; each must still be found, or it is stale. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  W3005: 'the CDK writes DependsOn for the role of a function, which GetAtt implies already; it does no harm',
};

// It is bundled inside aws-cdk-lib, so it is reached from there: the version is the one of the synthesis.
const bundled = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib'));
let engine: { validator: Validator; instance: InstanceType<Validator['CompositeEngine']> } | undefined;

/** Compiled once a process: half a second. */
function theEngine() {
  if (!engine) {
    const validator = bundled('@aws/cloudformation-validate') as Validator;
    engine = { validator, instance: new validator.CompositeEngine() };
  }
  return engine;
}

const cached = new Map<string, Diagnostic[]>();
/** Diagnostics of warnings and above. Templates that were seen already are not looked at twice. */
function diagnose(part: string, text: string): Diagnostic[] {
  const seen = cached.get(text);
  if (seen) return seen;
  const { validator, instance } = theEngine();
  const found = instance
    .validateTemplate(new validator.TemplateContent(text, part))
    .diagnostics.filter(({ severity }) => severity === 'FATAL' || severity === 'ERROR' || severity === 'WARN');
  cached.set(text, found);
  return found;
}

const say = findingsOf('cloudformation');
const whole = (cloud: Cloud) =>
  Object.entries(cloud.templates).map(([part, template]) => [part, diagnose(part, JSON.stringify(template))] as const);

export const schema: CloudRule = {
  id: 'cloudformation',
  find: (cloud) =>
    whole(cloud).flatMap(([part, diagnostics]) =>
      diagnostics
        .filter(({ ruleId }) => !(ruleId in EXPLAINED))
        .map(({ ruleId, message, suggestedFix, propertyPath, entity }) =>
          say(
            `${part}/${entity?.logicalId ?? entity?.name ?? ''}`,
            `${ruleId} ${propertyPath ?? ''}: ${message}`,
            suggestedFix ?? 'see the CloudFormation reference of the resource',
          ),
        ),
    ),
};

/** Explanations of findings that nobody makes any more. */
export const staleExplanations = (cloud: Cloud): string[] => {
  const made = new Set(whole(cloud).flatMap(([, diagnostics]) => diagnostics.map(({ ruleId }) => ruleId)));
  return Object.keys(EXPLAINED).filter((id) => !made.has(id));
};
