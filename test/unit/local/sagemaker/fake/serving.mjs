// A model server for tests: answers each line with the text of model/version.txt; some bodies make it misbehave.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

process.stdin.on('end', () => process.exit(9)).resume();
const model = join(process.env.SAGEMAKER_BASE_DIR, 'model');
const version = existsSync(join(model, 'version.txt')) ? readFileSync(join(model, 'version.txt'), 'utf8') : 'none';
console.log(`loading ${version}`);
if (version === 'broken') process.exit(1);

const accept = ({ headers }) => (headers.accept && headers.accept !== '*/*' ? headers.accept : 'text/csv');
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.writeHead(200).end();
    const body = Buffer.concat(chunks).toString();
    const answer = (status, text) => response.writeHead(status, { 'content-type': accept(request) }).end(text);
    if (body.includes('crash')) process.exit(1);
    if (body === 'pid') return answer(200, String(process.pid));
    if (version === 'faulty' || body.includes('raise')) return answer(500, 'it raised');
    if (body.includes('refuse')) return answer(400, 'bad row');
    const text = body
      .split('\n')
      .map((line) => `${version}:${line}`)
      .join('\n');
    if (body.includes('slow')) return setTimeout(() => answer(200, text), 400);
    return answer(200, text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
