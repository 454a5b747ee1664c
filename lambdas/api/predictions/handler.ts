import { predict } from '../../../lib/core/usecases/predict.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const predictionsApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-predictions'> => ({
  sessionNameRoles,
  routes: {
    'POST /models/{model}/stages/{stage}/predictions': async ({ params, headers, bytes }) => {
      const { model = '', stage = '' } = params;
      const answer = await predict(ports, {
        model,
        stage,
        body: bytes,
        contentType: headers['content-type'] ?? 'text/csv',
        accept: headers['accept'] === '*/*' ? undefined : headers['accept'],
        inferenceId: headers['x-sluice-inference-id'],
      });
      return {
        status: 200,
        headers: { 'content-type': answer.contentType, 'x-sluice-inference-id': answer.inferenceId },
        body: answer.body,
      };
    },
  },
});

export const handler = httpHandler<'api-predictions'>(() => predictionsApp(dependencies(process.env)));
