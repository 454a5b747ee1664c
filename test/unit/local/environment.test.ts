/** The variables a shell gets must mean the same to the shell, whatever it had before. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { environmentText, localEnvironment } from '../../../lib/local/environment.ts';

const access = {
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'ASIA1', secretAccessKey: "a/b+c'd$e", sessionToken: 'x==' },
};
const before = {
  PATH: process.env['PATH'] ?? '',
  AWS_PROFILE: 'prod',
  AWS_ENDPOINT_URL_SQS: 'http://elsewhere',
  AWS_SESSION_TOKEN: 'old',
};

it('is taken by a shell as it is, and leaves nothing of an account that was chosen before', () => {
  const text = environmentText(localEnvironment(access, 'http://127.0.0.1:4566/_aws/execute-api/x', before), 'sh');
  const { stdout } = spawnSync('sh', ['-c', `${text}\nenv`], { encoding: 'utf8', env: before });
  const after = Object.fromEntries(
    stdout.split('\n').flatMap((line) => (/^(AWS|SLUICE)_/.test(line) ? [split(line)] : [])),
  );
  expect(after).toEqual({
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'ASIA1',
    AWS_SECRET_ACCESS_KEY: "a/b+c'd$e",
    AWS_SESSION_TOKEN: 'x==',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566',
    SLUICE_API_URL: 'http://127.0.0.1:4566/_aws/execute-api/x',
  });
});

it('takes a session token back that root keys have not', () => {
  const { sessionToken: _, ...credentials } = access.credentials;
  const { unset } = localEnvironment({ ...access, credentials }, undefined, before);
  expect(unset).toEqual(expect.arrayContaining(['AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_ENDPOINT_URL_SQS']));
});

it('is written for fish and for programs too', () => {
  const environment = localEnvironment(access, undefined, {});
  const fish = environmentText(environment, 'fish').split('\n');
  expect(fish).toContain('set -e AWS_PROFILE');
  expect(fish).toContain('set -gx AWS_REGION us-east-1');
  expect(fish).toContain(String.raw`set -gx AWS_SECRET_ACCESS_KEY 'a/b+c\'d$e'`);
  expect(JSON.parse(environmentText(environment, 'json'))).toEqual(environment.set);
});

const split = (line: string): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
