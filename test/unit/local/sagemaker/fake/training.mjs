// A training container for tests: copies its channels into the model and does what hyperparameter `do` says.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.stdin.on('end', () => process.exit(9)).resume();
const base = process.env.SAGEMAKER_BASE_DIR;
const config = (name) => JSON.parse(readFileSync(join(base, 'input/config', name), 'utf8'));
const parameters = config('hyperparameters.json');
const channels = Object.keys(config('inputdataconfig.json'));

console.log('[0]\ttrain-loss:0.5');
console.log('[1]\ttrain-loss:0.25');
console.log(`host ${config('resourceconfig.json').current_host} job ${process.env.TRAINING_JOB_NAME}`);
for (const channel of channels) {
  const folder = join(base, 'input/data', channel);
  if (existsSync(folder)) cpSync(folder, join(base, 'model', channel), { recursive: true });
}
writeFileSync(join(base, 'model/environment.json'), JSON.stringify(process.env));
if (parameters.do === 'output') {
  mkdirSync(join(base, 'output/data'), { recursive: true });
  writeFileSync(join(base, 'output/data/report.txt'), 'report');
}
if (parameters.do === 'fail') {
  writeFileSync(join(base, 'output/failure'), 'the target has one class only');
  process.exit(3);
}
if (parameters.do === 'wait') {
  process.on('SIGTERM', () => process.exit(0));
  console.log('waiting');
} else process.exit(0);
