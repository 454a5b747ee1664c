/** Queues that functions read: nothing is worked on twice at once, and one bad message holds up no other. */
import { type CloudRule, findingsOf, referred } from '../cloud/rule.ts';

/** Lambda's advice: six times the function's timeout, for batches that were throttled. */
const VISIBILITY_PER_TIMEOUT = 6;
const say = findingsOf('polling');

export const polling: CloudRule = {
  id: 'polling',
  find: (cloud) =>
    cloud.all('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
      const { EventSourceArn, FunctionName, FunctionResponseTypes, BatchSize, ScalingConfig } = mapping.Properties;
      const queue = cloud.all('AWS::SQS::Queue').find(({ id }) => id === referred(cloud.text(EventSourceArn)));
      const fn = cloud.all('AWS::Lambda::Function').find(({ id }) => id === referred(cloud.text(FunctionName)));
      if (!queue || !fn) return [say(mapping, 'joins no queue to a function of ours', 'name both')];
      const wanted = VISIBILITY_PER_TIMEOUT * (fn.Properties['Timeout'] ?? Infinity);
      const { MaximumConcurrency } = ScalingConfig ?? {};
      return [
        ...(queue.Properties['VisibilityTimeout'] >= wanted
          ? []
          : [
              say(
                queue,
                `hides a message for ${queue.Properties['VisibilityTimeout']} s`,
                `at least ${wanted} s: six times the timeout of ${fn.id}`,
              ),
            ]),
        ...((FunctionResponseTypes ?? []).includes('ReportBatchItemFailures')
          ? []
          : [
              say(
                mapping,
                'one bad message brings back its whole batch',
                'FunctionResponseTypes: [ReportBatchItemFailures]',
              ),
            ]),
        ...(MaximumConcurrency >= 2 && MaximumConcurrency <= 1000
          ? []
          : [say(mapping, `maximum concurrency is ${MaximumConcurrency ?? 'not set'}`, 'from 2 to 1000')]),
        ...((BatchSize ?? 10) <= 10 || mapping.Properties['MaximumBatchingWindowInSeconds'] >= 1
          ? []
          : [
              say(
                mapping,
                `takes ${BatchSize} messages without a window`,
                'MaximumBatchingWindowInSeconds: 1, or at most 10',
              ),
            ]),
      ];
    }),
};
