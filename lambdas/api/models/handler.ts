import { applyModel } from '../../../lib/core/usecases/apply-model.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { baseOf } from '../../_shared/preconditions.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const modelsApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-models'> => ({
  sessionNameRoles,
  routes: {
    'PUT /models/{model}': async ({ params, json, headers, principal }) => {
      const answer = await applyModel(ports, {
        model: params['model'] ?? '',
        manifest: json(),
        basedOn: baseOf(headers),
        principal,
      });
      return {
        status: answer.changed && answer.revision === 1 ? 201 : 200,
        headers: { etag: `"${answer.revision}"` },
        body: answer,
      };
    },
  },
});

export const handler = httpHandler<'api-models'>(() => modelsApp(dependencies(process.env)));
