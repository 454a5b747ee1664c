import { ApprovalDecision, ApprovalRequest } from '../../../lib/core/contracts/api.ts';
import { decideApproval } from '../../../lib/core/usecases/approvals/decide-approval.ts';
import { approvalView } from '../../../lib/core/usecases/approvals/read-approvals.ts';
import { requestApproval } from '../../../lib/core/usecases/approvals/request-approval.ts';
import { requestPart } from '../../../lib/core/usecases/request-fields.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const approvalsApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-approvals'> => ({
  sessionNameRoles,
  routes: {
    'POST /models/{model}/stages/{stage}/approvals': async ({ params, json, principal, idempotencyKey }) => {
      const { model = '', stage = '' } = params;
      const request = requestPart(ApprovalRequest, json());
      const input = { model, stage, request, principal, idempotencyKey };
      const { approval, created } = await requestApproval(ports, input);
      return {
        status: created ? 201 : 200,
        headers: { location: `/v1/models/${model}/stages/${stage}/approvals/${approval.approval}` },
        body: approvalView(approval, ports.clock.now()),
      };
    },
    'POST /models/{model}/stages/{stage}/approvals/{approval}/decisions': async (request) => {
      const { model = '', stage = '', approval = '' } = request.params;
      const decision = requestPart(ApprovalDecision, request.json());
      const { principal, idempotencyKey } = request;
      const decided = await decideApproval(ports, { model, stage, approval, decision, principal, idempotencyKey });
      return { status: 200, body: approvalView(decided, ports.clock.now()) };
    },
  },
});

export const handler = httpHandler<'api-approvals'>(() => approvalsApp(dependencies(process.env)));
