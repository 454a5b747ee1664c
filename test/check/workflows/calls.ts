/** What tasks call exists, gets the arguments it needs, and gives the errors that are waited for; no body is passed on. */
import { argumentFaults } from './arguments.ts';
import { type State, statesOf } from './definition.ts';
import { type Integration, OPTIMISED, parseIntegration, pascal } from './integration.ts';
import { workflowRule } from './machines.ts';
import { type ServiceModel, serviceModel } from './service-model.ts';

/** JSON that an optimised integration turns into text or bytes itself. */
const LOOSE: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['Payload', 'ClientContext'],
  'events:putEvents': ['Detail'],
  'states:startExecution': ['Input'],
  'sns:publish': ['Message'],
  'sqs:sendMessage': ['MessageBody'],
};
/** Operations that give whole documents or pages of them. */
const WHOLE = /^(query|scan|batchGetItem|getQueryResults|select|filterLogEvents|getLogEvents)$/i;

export const calls = workflowRule('workflow-calls', ({ machine }, say) =>
  statesOf(machine)
    .filter(([, { Type }]) => Type === 'Task')
    .flatMap(([name, state]) => {
      const integration = parseIntegration(state.Resource ?? '');
      const fault = integration ? unknownIntegration(integration) : `${state.Resource} is no integration`;
      if (!integration || fault) return [say(name, fault ?? '', 'see Integrating services in the Developer Guide')];
      const model = serviceModel(integration.service) as ServiceModel;
      return [
        ...callFaults(integration, state.Arguments ?? {}).map((what) =>
          say(name, what, `see ${pascal(integration.operation)} in the API reference`),
        ),
        ...odd(integration, state).map((what) => say(name, what, 'wait for the answer, or leave the pattern out')),
        ...wrongErrors(integration, state, model).map((error) =>
          say(name, `nobody gives the error ${error}`, 'Service.NameException, by its API reference'),
        ),
        ...(givesBodies(integration, model)
          ? [say(name, 'gets a document', 'pass the key of the object, and let a function read it')]
          : []),
      ];
    }),
);

/** What is wrong with the arguments of a call, by AWS's model of it. @throws Error for a service or operation that is not there */
export function callFaults({ sdk, service, operation }: Integration, given: unknown): string[] {
  const model = serviceModel(service);
  const called = model?.operations[pascal(operation)];
  if (!model || !called) throw new Error(`there is no ${service}:${operation}`);
  const loose = sdk ? [] : (LOOSE[`${service}:${operation}`] ?? []);
  return called.input ? argumentFaults(given, called.input.shape, model, loose) : [];
}

function unknownIntegration({ sdk, service, operation, pattern }: Integration): string | undefined {
  const model = serviceModel(service);
  if (!model) return `there is no service ${service}`;
  if (!model.operations[pascal(operation)]) return `${service} has no operation ${operation}`;
  const patterns = sdk ? ['', 'waitForTaskToken'] : OPTIMISED[`${service}:${operation}`];
  if (!patterns) return `${service}:${operation} is no optimised integration: use aws-sdk:${service}:${operation}`;
  return patterns.includes(pattern) ? undefined : `${service}:${operation} has no pattern .${pattern}`;
}

/** Calls whose answer is not what the next state takes it for. */
function odd({ pattern }: Integration, { Arguments }: State): string[] {
  const text = JSON.stringify(Arguments ?? {});
  return [
    ...(pattern === 'waitForTaskToken' && !text.includes('Task.Token')
      ? ['waits for a token that it gives to nobody']
      : []),
    ...(/"InvocationType":"(Event|DryRun)"/.test(text) ? ['does not wait for the function it invokes'] : []),
  ];
}

const STATES_ERRORS =
  /^States\.(ALL|HeartbeatTimeout|Timeout|TaskFailed|Permissions|ResultPathMatchFailure|ParameterPathFailure|QueryEvaluationError|BranchFailed|NoChoiceMatched|IntrinsicFailure|ExceedToleratedFailureThreshold|ItemReaderFailed|ResultWriterFailed|DataLimitExceeded|Runtime)$/;
/** Of the optimised integrations, beside those of the service's model. */
const OPTIMISED_ERRORS =
  /^(Lambda\.(ServiceException|AWSLambdaException|SdkClientException|TooManyRequestsException|Unknown|ClientExecutionTimeoutException)|SageMaker\.AmazonSageMakerException|EventBridge\.FailedEntry)$/;

/** Names with a dot that neither Step Functions nor the service gives. Functions name their own errors, without a dot. */
function wrongErrors(
  { sdk, service, operation }: Integration,
  { Retry = [], Catch = [] }: State,
  model: ServiceModel,
): string[] {
  const errors = model.operations[pascal(operation)]?.errors ?? [];
  const suffixed = errors.map(({ shape }) => (shape.endsWith('Exception') ? shape : `${shape}Exception`));
  const names = [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals);
  return names.filter((name) => {
    const [prefix = '', error = ''] = name.split('.');
    if (!name.includes('.')) return service !== 'lambda';
    if (prefix === 'States') return !STATES_ERRORS.test(name);
    if (!sdk && OPTIMISED_ERRORS.test(name)) return false;
    return prefix.toLowerCase() !== service || !(suffixed.includes(error) || error === `${prefix}Exception`);
  });
}

/** A stream of bytes, or pages of items: too much for what travels between states (256 KiB). */
function givesBodies({ service, operation }: Integration, model: ServiceModel): boolean {
  if (service === 'lambda') return false;
  const output = model.shapes[model.operations[pascal(operation)]?.output?.shape ?? ''];
  const streams = Object.values(output?.members ?? {}).some(({ shape, streaming }) => {
    const member = model.shapes[shape];
    return streaming || member?.streaming || member?.type === 'blob';
  });
  return streams || WHOLE.test(operation);
}
