/** What to do about a window, in the order of doing; the page and the command line say the same. */

import { LEAST_ROWS } from '../../drift/decision.ts';
import type { DriftReport } from '../../drift/document.ts';
import { afterLooking } from '../../messages/kinds/drift-opened.ts';
import { healthSteps } from '../../messages/kinds/health-words.ts';
import type { Step } from '../../messages/text/layout.ts';
import { modelArgument, stageArgument } from '../../messages/text/words.ts';

/** What is not healthy first: it hurts now. @param since begin of the incident of drift it belongs to, ISO 8601 */
export function nextSteps(report: DriftReport, since?: string): Step[] {
  const { model, stage, version, window, health, outcome } = report;
  const worst = health?.findings.find(({ name }) => name !== outcome);
  const first = worst ? healthSteps({ model, stage, version, since: window.from }, worst) : [];
  return [...first, ...stepsOf(report, since)];
}

function stepsOf({ model, stage, version, outcome, window }: DriftReport, since = window.from): Step[] {
  const of = `${modelArgument(model)} --stage ${stageArgument(stage)}`;
  switch (outcome) {
    case 'drift':
      return afterLooking(since);
    case 'no-drift':
      return [];
    case 'not-enough-data':
      return [
        {
          text: `Windows are judged together until they have ${LEAST_ROWS} rows. Longer windows: monitoring.drift.everyHours in model.yaml.`,
        },
      ];
    case 'no-traffic':
      return [
        { text: 'If callers should be there, ask them where they call. What serves', command: `sluice releases ${of}` },
      ];
    case 'capture-stopped':
      return [
        { text: 'Somebody may have changed the endpoint, or its role. What it wrote', command: `sluice logs ${of}` },
        {
          text: 'Put the configuration of Sluice back, with its capture',
          command: `sluice rollback ${of} --to ${version}`,
        },
      ];
  }
}
