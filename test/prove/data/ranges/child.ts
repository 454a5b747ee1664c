/**
 * Does what one function does, in a process of its own: `child.ts one FOLDER file|set`, a check in one pass; or `child.ts
 * PASS FOLDER PLAN INDEX...`, a pass over some ranges one after the other, as a function that is kept warm does.
 */
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { RangePass } from '../../../../lib/core/contracts/workflow-training.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { checkRange } from '../../../../lib/core/usecases/ranges/check-range.ts';
import { folderObjects } from './folder-objects.ts';
import type { Said } from './said.ts';
import { ARTIFACTS, inputOf } from './upload.ts';

const [what = '', folder = '', of = '', ...indices] = process.argv.slice(2);
const objects = folderObjects(folder);
let outcome: unknown = 'ranges';
if (what === 'one') outcome = await checkUpload({ objects, formats }, inputOf(of === 'set', 'one'));
else
  for (const index of indices)
    await checkRange(
      { objects, artifactBucket: ARTIFACTS },
      { v: 1, pass: RangePass.shape.pass.parse(what), plan: of, index: Number(index) },
    );
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({ outcome, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 } satisfies Said),
);
