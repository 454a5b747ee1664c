import { AcceptanceRequest, AnnounceRequest, RetryRequest, RunView } from '../../../lib/core/contracts/api.ts';
import { acceptContract } from '../../../lib/core/usecases/check/accept-contract.ts';
import { requestPart } from '../../../lib/core/usecases/request-fields.ts';
import { announceUpload } from '../../../lib/core/usecases/uploads/announce-upload.ts';
import { retryUpload } from '../../../lib/core/usecases/uploads/retry-upload.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const uploadsApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-uploads'> => ({
  sessionNameRoles,
  routes: {
    'POST /models/{model}/uploads': async ({ params, json, principal, idempotencyKey }) => {
      const model = params['model'] ?? '';
      const request = requestPart(AnnounceRequest, json());
      const answer = await announceUpload(ports, { model, request, principal, idempotencyKey });
      return {
        status: 201,
        headers: { location: `/v1/models/${model}/uploads/${answer.upload}` },
        body: answer,
      };
    },
    'POST /models/{model}/uploads/{upload}/retries': async ({ params, json, principal, idempotencyKey }) => {
      const { model = '', upload = '' } = params;
      const request = requestPart(RetryRequest, json());
      const run = await retryUpload(ports, { model, upload, request, principal, idempotencyKey });
      return { status: 202, headers: { location: `/v1/models/${model}/runs/${run.run}` }, body: RunView.parse(run) };
    },
    'POST /models/{model}/contract/acceptances': async ({ params, json, principal, idempotencyKey }) => {
      const { model = '' } = params;
      const request = requestPart(AcceptanceRequest, json());
      const run = await acceptContract(ports, { model, request, principal, idempotencyKey });
      return { status: 202, headers: { location: `/v1/models/${model}/runs/${run.run}` }, body: RunView.parse(run) };
    },
  },
});

export const handler = httpHandler<'api-uploads'>(() => uploadsApp(dependencies(process.env)));
