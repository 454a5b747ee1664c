/** Each GET: its parameters, its use case, 200. */
import { VersionNumber } from '../../../lib/core/contracts/api.ts';
import { openApiDocument } from '../../../lib/core/contracts/openapi/document.ts';
import { Problem } from '../../../lib/core/contracts/problems.ts';
import { readApproval, readApprovals } from '../../../lib/core/usecases/approvals/read-approvals.ts';
import { compareDataset } from '../../../lib/core/usecases/check/compare-dataset.ts';
import { readContract } from '../../../lib/core/usecases/check/read-contract.ts';
import { readDatasetReport } from '../../../lib/core/usecases/check/read-dataset-report.ts';
import { readDrift, readDriftOfStages } from '../../../lib/core/usecases/drift/read-drift.ts';
import { readDriftTrend } from '../../../lib/core/usecases/drift/read-drift-trend.ts';
import { readEvents } from '../../../lib/core/usecases/read-events.ts';
import { readModel, readModels } from '../../../lib/core/usecases/read-models.ts';
import { readRelease, readReleases } from '../../../lib/core/usecases/release/read-releases.ts';
import { readStage, readStageAt, readStages } from '../../../lib/core/usecases/release/read-stages.ts';
import { readRun, readRuns } from '../../../lib/core/usecases/runs/read-runs.ts';
import { readVersion, readVersions } from '../../../lib/core/usecases/runs/read-versions.ts';
import { readUpload } from '../../../lib/core/usecases/uploads/read-uploads.ts';
import type { HttpApp, HttpRequest, HttpResponse } from '../../_shared/http.ts';
import { once } from '../../_shared/once.ts';
import type { Dependencies } from './deps.ts';

const ok = (body: unknown, headers: Record<string, string> = {}): HttpResponse => ({ status: 200, body, headers });
const named = ({ params }: HttpRequest, name: string): string => params[name] ?? '';

function versionOf(request: HttpRequest): number {
  const parsed = VersionNumber.safeParse(named(request, 'version'));
  if (parsed.success) return parsed.data;
  throw new Problem('unknown-version', 'a version is a number from 1 on');
}

export function queriesApp({ ports, sessionNameRoles }: Dependencies): HttpApp<'api-queries'> {
  const { registry } = ports;
  const model = (request: HttpRequest): string => named(request, 'model');
  const stage = (request: HttpRequest): string => named(request, 'stage');
  const document = once(openApiDocument);
  return {
    sessionNameRoles,
    routes: {
      'GET /openapi.json': async () => ok(document()),
      'GET /models': async (r) => ok(await readModels(registry, r.query)),
      'GET /models/{model}': async (r) => {
        const found = await readModel(registry, model(r));
        return ok(found, { etag: `"${found.revision}"` });
      },
      'GET /models/{model}/uploads/{upload}': async (r) => ok(await readUpload(registry, model(r), named(r, 'upload'))),
      'GET /models/{model}/contract': async (r) => ok(await readContract(ports, model(r))),
      'GET /models/{model}/runs': async (r) => ok(await readRuns(registry, model(r), r.query)),
      'GET /models/{model}/runs/{run}': async (r) => ok(await readRun(registry, model(r), named(r, 'run'))),
      'GET /models/{model}/runs/{run}/report': async (r) =>
        ok(await readDatasetReport(ports, model(r), named(r, 'run'))),
      'GET /models/{model}/runs/{run}/difference/{before}': async (r) =>
        ok(await compareDataset(ports, model(r), named(r, 'run'), named(r, 'before'))),
      'GET /models/{model}/versions': async (r) => ok(await readVersions(registry, model(r), r.query)),
      'GET /models/{model}/versions/{version}': async (r) => ok(await readVersion(registry, model(r), versionOf(r))),
      'GET /models/{model}/stages': async (r) => ok(await readStages(ports, model(r))),
      'GET /models/{model}/stages/{stage}': async (r) => {
        const { at } = r.query;
        return ok(
          at === undefined
            ? await readStage(ports, model(r), stage(r))
            : await readStageAt(ports, model(r), stage(r), at),
        );
      },
      'GET /models/{model}/stages/{stage}/approvals': async (r) =>
        ok(await readApprovals(ports, model(r), stage(r), r.query)),
      'GET /models/{model}/stages/{stage}/approvals/{approval}': async (r) =>
        ok(await readApproval(ports, model(r), stage(r), named(r, 'approval'))),
      'GET /models/{model}/stages/{stage}/releases': async (r) =>
        ok(await readReleases(ports, model(r), stage(r), r.query)),
      'GET /models/{model}/stages/{stage}/releases/{release}': async (r) =>
        ok(await readRelease(ports, model(r), stage(r), named(r, 'release'))),
      'GET /models/{model}/drift': async (r) => ok(await readDriftOfStages(ports, model(r), r.query)),
      'GET /models/{model}/stages/{stage}/drift': async (r) => ok(await readDrift(ports, model(r), stage(r), r.query)),
      'GET /models/{model}/stages/{stage}/drift/trend': async (r) =>
        ok(await readDriftTrend(ports, model(r), stage(r), r.query)),
      'GET /models/{model}/events': async (r) => ok(await readEvents(registry, model(r), r.query)),
    },
  };
}
