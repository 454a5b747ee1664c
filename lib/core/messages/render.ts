import type { Draft } from './draft.ts';
import { approvalDecided } from './kinds/approval-decided.ts';
import { approvalWanted } from './kinds/approval-wanted.ts';
import { dataChanged } from './kinds/data-changed.ts';
import { driftOpened } from './kinds/drift-opened.ts';
import { driftWorsened } from './kinds/drift-worsened.ts';
import { drillClosed } from './kinds/drill-closed.ts';
import { drillFailed } from './kinds/drill-failed.ts';
import { drillOpened } from './kinds/drill-opened.ts';
import { healthOpened, healthWorsened } from './kinds/health-opened.ts';
import { driftClosed, healthClosed, performanceClosed } from './kinds/incident-closed.ts';
import { labelsRefused } from './kinds/labels-refused.ts';
import { performanceOpened } from './kinds/performance-opened.ts';
import { performanceWorsened } from './kinds/performance-worsened.ts';
import { releaseFailed } from './kinds/release-failed.ts';
import { releaseInconclusive } from './kinds/release-inconclusive.ts';
import { releaseLive } from './kinds/release-live.ts';
import { releaseRolledBack } from './kinds/release-rolled-back.ts';
import { runFailed } from './kinds/run-failed.ts';
import { uploadRefused } from './kinds/upload-refused.ts';
import { versionRegistered } from './kinds/version-registered.ts';
import { versionRejected } from './kinds/version-rejected.ts';
import type { Notice } from './notice.ts';
import { ascii } from './text/ascii.ts';
import { layOut } from './text/layout.ts';
import { modelName, stageName } from './text/words.ts';

/** SNS takes fewer than 100 characters of ASCII. */
const SUBJECT = 99;

export interface Message {
  subject: string;
  body: string;
  /** severity, kind, code, and model and stage where it is about one: what subscriptions filter by. */
  attributes: Record<string, string>;
}

/** The message of a notice. The same notice gives the same message. */
export function renderMessage(notice: Notice): Message {
  const draft = draftOf(notice);
  return {
    subject: subject(notice, draft),
    body: layOut({
      ...draft.sections,
      more: `lib/docs/runbook.md#${notice.kind}. ${draft.sent}.`,
      where: `${ascii(notice.account, 20)}, ${ascii(notice.region, 20)}, ${ascii(notice.platform, 10)}, ${draft.reference}`,
    }),
    attributes: attributes(notice, draft),
  };
}

function draftOf(notice: Notice): Draft {
  switch (notice.kind) {
    case 'upload-refused':
      return uploadRefused(notice);
    case 'data-changed':
      return dataChanged(notice);
    case 'run-failed':
      return runFailed(notice);
    case 'version-registered':
      return versionRegistered(notice);
    case 'version-rejected':
      return versionRejected(notice);
    case 'approval-wanted':
      return approvalWanted(notice);
    case 'approval-decided':
      return approvalDecided(notice);
    case 'release-live':
      return releaseLive(notice);
    case 'release-rolled-back':
      return releaseRolledBack(notice);
    case 'release-inconclusive':
      return releaseInconclusive(notice);
    case 'release-failed':
      return releaseFailed(notice);
    case 'drift-opened':
      return driftOpened(notice);
    case 'drift-worsened':
      return driftWorsened(notice);
    case 'drift-closed':
      return driftClosed(notice);
    case 'health-opened':
      return healthOpened(notice);
    case 'health-worsened':
      return healthWorsened(notice);
    case 'health-closed':
      return healthClosed(notice);
    case 'performance-opened':
      return performanceOpened(notice);
    case 'performance-worsened':
      return performanceWorsened(notice);
    case 'performance-closed':
      return performanceClosed(notice);
    case 'labels-refused':
      return labelsRefused(notice);
    case 'drill-opened':
      return drillOpened(notice);
    case 'drill-closed':
      return drillClosed(notice);
    case 'drill-failed':
      return drillFailed(notice);
  }
}

function subject(notice: Notice, draft: Draft): string {
  const about = `${modelName(notice.model)}${'stage' in notice ? `/${stageName(notice.stage)}` : ''}`;
  const head = `[Sluice ${draft.severity}] ${about}: `;
  const tail = ` (${ascii(notice.alias || notice.account, 20)})`;
  return `${head}${ascii(draft.subject, SUBJECT - head.length - tail.length)}${tail}`;
}

function attributes(notice: Notice, draft: Draft): Record<string, string> {
  return {
    severity: draft.severity,
    kind: notice.kind,
    // SNS refuses empty attributes.
    code: ascii(draft.code, 60) || notice.kind,
    model: modelName(notice.model),
    ...('stage' in notice ? { stage: stageName(notice.stage) } : {}),
  };
}
