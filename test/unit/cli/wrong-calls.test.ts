/** A call that the command line does not understand is told with one that it does. */
import { expect, it } from 'vitest';
import { sluice } from './_run.ts';
import { calls, understands } from './_tree.ts';

it.each<[string, string[], RegExp]>([
  ['an argument is missing', ['data', 'check'], /missing required argument 'file'\n {2}mend: sluice data check /],
  [
    'an option is missing',
    ['contract', 'accept', 'churn', '01J'],
    /'--reason <text>' not specified\n {2}mend: .*--reason "/,
  ],
  [
    'an option is unknown',
    ['data', 'check', '--manfest', 'x'],
    /Did you mean --manifest\?\)\n {2}mend: sluice data check /,
  ],
  ['a number is none', ['retry', 'churn', '--timeout', '0'], /whole number from 1 on\.\n {2}mend: sluice retry churn/],
  ['a command of a group is unknown', ['data', 'chek'], /Did you mean check\?\)\n {2}mend: sluice data --help$/m],
  ['a command is unknown', ['dta'], /Did you mean data\?\)\n {2}mend: sluice --help$/m],
])('%s', async (_, args, told) => {
  const { code, out, err } = await sluice(...args);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(told) });
  const mend = /mend: (.*?)( {3}\(all of it: (.*)\))?$/m.exec(err);
  for (const call of calls(mend?.[1] ?? '')) if (!call.includes('--help')) await understands(call);
  expect(calls(mend?.[1] ?? '')).not.toEqual([]);

  const document = JSON.parse((await sluice(...args, '--json')).out);
  expect(document).toMatchObject({ exitCode: 2, mend: expect.stringMatching(/^sluice /) });
  expect(document.detail).not.toContain('mend');
});
