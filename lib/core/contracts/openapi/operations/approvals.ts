import { ApprovalDecision, ApprovalRequest, ApprovalsPage, ApprovalView } from '../../api.ts';
import { OF_CHANGES, OF_JSON, OF_KEYS, type Operation } from '../operation.ts';

export const approvalOperations = {
  'POST /models/{model}/stages/{stage}/approvals': {
    id: 'requestApproval',
    tag: 'approvals',
    summary: 'Ask for a version to be approved for a stage',
    description:
      'Refused when the version could not be released anyway. A version has at most one open approval a stage: whoever ' +
      'asks again gets that one.',
    headers: ['IdempotencyKey'],
    body: { description: 'The version, and why.', schema: ApprovalRequest },
    answers: {
      200: { description: 'It was asked for before, and is open.', schema: ApprovalView, headers: ['Location'] },
      201: { description: 'The approval is wanted.', schema: ApprovalView, headers: ['Location'] },
    },
    problems: [
      'unknown-model',
      'unknown-stage',
      'unknown-version',
      'approval-not-needed',
      'already-serving',
      'gate-not-met',
      'champion-changed',
      ...OF_JSON,
      ...OF_KEYS,
      ...OF_CHANGES,
    ],
  },
  'GET /models/{model}/stages/{stage}/approvals': {
    id: 'listApprovals',
    tag: 'approvals',
    summary: 'List the approvals of a stage',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of approvals.', schema: ApprovalsPage } },
    problems: ['unknown-model', 'unknown-stage'],
  },
  'GET /models/{model}/stages/{stage}/approvals/{approval}': {
    id: 'readApproval',
    tag: 'approvals',
    summary: 'Read an approval',
    description: 'Who asked, who decided, until when it is good, and the release that used it.',
    answers: { 200: { description: 'The approval.', schema: ApprovalView } },
    problems: ['unknown-model', 'unknown-stage', 'unknown-approval'],
  },
  'POST /models/{model}/stages/{stage}/approvals/{approval}/decisions': {
    id: 'decideApproval',
    tag: 'approvals',
    summary: 'Approve or reject',
    description:
      'The approver is another principal than the author of the version and than whoever asked. A version without a known ' +
      'author needs two approvers. To reject, no independence is asked for.',
    headers: ['IdempotencyKey'],
    body: { description: 'The decision, and why.', schema: ApprovalDecision },
    answers: { 200: { description: 'The approval after the decision.', schema: ApprovalView } },
    problems: [
      'not-independent',
      'unknown-model',
      'unknown-stage',
      'unknown-approval',
      'approval-expired',
      'approval-decided',
      'already-serving',
      'gate-not-met',
      'champion-changed',
      ...OF_JSON,
      ...OF_KEYS,
      ...OF_CHANGES,
    ],
  },
} as const satisfies Record<string, Operation>;
