import { ReleaseRequest, ReleaseView } from '../../../lib/core/contracts/api.ts';
import { requestRelease } from '../../../lib/core/usecases/release/request-release.ts';
import { requestPart } from '../../../lib/core/usecases/request-fields.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const releasesApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-releases'> => ({
  sessionNameRoles,
  routes: {
    'POST /models/{model}/stages/{stage}/releases': async ({ params, json, principal, idempotencyKey }) => {
      const { model = '', stage = '' } = params;
      const request = requestPart(ReleaseRequest, json());
      const release = await requestRelease(ports, { model, stage, request, principal, idempotencyKey });
      return {
        status: 202,
        headers: { location: `/v1/models/${model}/stages/${stage}/releases/${release.release}` },
        body: ReleaseView.parse(release),
      };
    },
  },
});

export const handler = httpHandler<'api-releases'>(() => releasesApp(dependencies(process.env)));
