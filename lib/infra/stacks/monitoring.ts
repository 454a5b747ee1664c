/** What watches: drift of live traffic, executions that end by themselves, messages to people, and what was given up. */
import type { Construct } from 'constructs';
import { guardDeletion } from '../constructs/deletion/deletion-guard.ts';
import { DeadLetterAlarm } from '../constructs/monitoring/dead-letter-alarm.ts';
import { DriftMonitor } from '../constructs/monitoring/drift-monitor.ts';
import { Drills } from '../constructs/monitoring/drills.ts';
import { ExecutionEnds } from '../constructs/monitoring/execution-ends.ts';
import { Notifier } from '../constructs/monitoring/notifier.ts';
import { PerformanceMonitor } from '../constructs/monitoring/performance-monitor.ts';
import { Retraining } from '../constructs/monitoring/retraining.ts';
import { PlatformStack } from './platform-stack.ts';
import type { UpperStackProps } from './upper-stack.ts';

export class MonitoringStack extends PlatformStack {
  constructor(scope: Construct, props: UpperStackProps) {
    super(scope, 'monitoring', 'drift and messages', props);
    const { settings, bundles, storage } = props;
    const { name: platform } = settings;
    const { deadLetters, driftQueue, drillQueue, topicArn } = storage;
    const offer = storage.offerTo(this);
    const performance = new PerformanceMonitor(this, 'Performance', {
      dataBucket: storage.buckets.data,
      deadLetters,
      bundles,
      offer,
    });
    new DriftMonitor(this, 'Drift', { queue: driftQueue, deadLetters, bundles, offer: performance.offerTo(offer) });
    new Drills(this, 'Drills', { queue: drillQueue, bundles, offer });
    new Notifier(this, 'Notifier', { platform, deadLetters, bundles, offer });
    new Retraining(this, 'Retraining', { platform, deadLetters, bundles, offer });
    new ExecutionEnds(this, 'ExecutionEnds', { platform, deadLetters, bundles, offer });
    new DeadLetterAlarm(this, 'DeadLetters', { platform, deadLetters, topicArn });
    guardDeletion(this, storage.guardArn);
  }
}
