/** What became of an upload. */
import { isUlid, type UploadView } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Announcement, Run, Upload } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';
import { ulidTime } from '../../registry/ulid-time.ts';
import { knownModel } from '../known.ts';

const HASH = /^[0-9a-f]{64}$/;
/** Clocks of two functions may differ by this much, so a run may seem older than its announcement. */
const CLOCK_SKEW_MS = 15 * 60_000;

const arrived = (upload: Upload): UploadView => {
  const { model, state, author, key, hash, run, refusal, time } = upload;
  return {
    model,
    ...(upload.upload ? { upload: upload.upload } : {}),
    state,
    author,
    key,
    hash,
    run,
    ...(refusal ? { refusal } : {}),
    time,
  };
};

/** The newest object that arrived under an announcement: it has a run, and that run is not older than the announcement. */
async function newestArrival(registry: Registry, { model, upload }: Announcement): Promise<Upload | undefined> {
  const earliest = ulidTime(upload) - CLOCK_SKEW_MS;
  let cursor: string | undefined;
  do {
    const page = await registry.list(modelKey(model), SK.run(''), {
      newestFirst: true,
      limit: 25,
      ...(cursor ? { cursor } : {}),
    });
    for (const item of page.items) {
      const run = Run.parse(item);
      if (ulidTime(run.run) < earliest) return undefined;
      const claim = await read(registry, model, SK.upload(run.upload), Upload);
      if (claim?.document.upload === upload) return claim.document;
    }
    cursor = page.cursor;
  } while (cursor);
  return undefined;
}

/**
 * What arrived last under an id, or the announcement of what has not arrived yet.
 *
 * @param id the announcement's id, or the hash of an object that came without one
 * @throws Problem unknown-model, unknown-upload
 */
export async function findUpload(
  registry: Registry,
  model: string,
  id: string,
): Promise<{ claim: Upload } | { announced: Announcement }> {
  await knownModel(registry, model);
  if (HASH.test(id)) {
    const claim = await read(registry, model, SK.upload(id), Upload);
    if (claim) return { claim: claim.document };
  }
  const announced = isUlid(id) ? await read(registry, model, SK.announcement(id), Announcement) : undefined;
  if (!announced) throw new Problem('unknown-upload', `${model} has no upload ${id.slice(0, 64)}`);
  const claim = await newestArrival(registry, announced.document);
  return claim ? { claim } : { announced: announced.document };
}

/** @throws Problem unknown-model, unknown-upload */
export async function readUpload(registry: Registry, model: string, id: string): Promise<UploadView> {
  const found = await findUpload(registry, model, id);
  if ('claim' in found) return arrived(found.claim);
  const { upload, author, key, time } = found.announced;
  return { model, upload, state: 'announced', author, key, time };
}
