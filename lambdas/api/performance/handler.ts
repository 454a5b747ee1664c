import { LabelsRequest } from '../../../lib/core/contracts/api.ts';
import { recordLabels } from '../../../lib/core/usecases/labels/record-labels.ts';
import { readPerformance } from '../../../lib/core/usecases/performance/read-performance.ts';
import { requestPart } from '../../../lib/core/usecases/request-fields.ts';
import { type HttpApp, httpHandler } from '../../_shared/http.ts';
import { type Dependencies, dependencies } from './deps.ts';

export const performanceApp = ({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-performance'> => ({
  sessionNameRoles,
  routes: {
    'POST /models/{model}/labels': async ({ params, json }) => {
      const request = requestPart(LabelsRequest, json());
      return { status: 201, body: await recordLabels(ports, params['model'] ?? '', request) };
    },
    'GET /models/{model}/stages/{stage}/performance': async ({ params, query }) => {
      const { model = '', stage = '' } = params;
      return { status: 200, body: await readPerformance(ports, model, stage, query) };
    },
  },
});

export const handler = httpHandler<'api-performance'>(() => performanceApp(dependencies(process.env)));
