/** Checks one hostile upload as the platform would, in a process of its own: `child.ts CASE`. Prints how it ended. */
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { CASES } from './cases.ts';
import { type Ended, ended } from './ended.ts';
import { objectsOf } from './objects.ts';

const hostile = CASES.find(({ name }) => name === process.argv[2]);
if (!hostile) throw new Error(`there is no case ${process.argv[2]}`);
const parsed = parseManifest({
  sluice: 1,
  model: 'hostile',
  task: 'binary-classification',
  data: { target: 'y', ...(hostile.declared ? { columns: { a: { type: 'number' } } } : {}) },
  training: { algorithm: 'xgboost' },
  stages: {},
});
if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));

const objects = await objectsOf(hostile.bytes);
const before = Object.getOwnPropertyNames(Object.prototype).length;
const outcome = await checkUpload(
  { objects, formats },
  {
    model: 'hostile',
    object: { bucket: 'uploads', key: 'hostile' },
    manifest: parsed.manifest,
    output: { bucket: 'artifacts', prefix: 'hostile/' },
    origin: {
      run: 'run',
      author: 'somebody',
      file: 'hostile',
      checked: '2026-01-01T00:00:00.000Z',
      manifestRevision: 1,
    },
  },
);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const said: Ended = {
  end: ended(outcome),
  formulas: objects.formulas,
  polluted: Object.getOwnPropertyNames(Object.prototype).length !== before,
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  memory: maxRSS / 1024,
};
console.log(JSON.stringify(said));
