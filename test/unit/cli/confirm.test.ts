/** What changes what people use is asked for; what ends it is typed. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Asker, type Consent, confirm, confirmByName } from '../../../lib/cli/confirm.ts';
import { terminalConsole } from '../../../lib/cli/output/console.ts';

function consent(more: { yes?: boolean; answer?: boolean | string | undefined; nobody?: true }): {
  consent: Consent;
  said: () => string;
} {
  const err = new PassThrough();
  const asker: Asker = {
    yesOrNo: async () => more.answer as boolean | undefined,
    text: async () => more.answer as string | undefined,
  };
  return {
    consent: {
      out: terminalConsole({ json: false }, { out: new PassThrough(), err }),
      yes: more.yes ?? false,
      asker: more.nobody ? undefined : asker,
    },
    said: () => String(err.read() ?? ''),
  };
}

describe('y/N', () => {
  it.each([
    ['yes', { answer: true }],
    ['--yes', { yes: true, nobody: true as const }],
  ])('%s goes on, after the plan', async (_, how) => {
    const { consent: given, said } = consent(how);
    await confirm(given, 'v6 -> v7');
    expect(said()).toBe('v6 -> v7\n');
  });

  it.each([
    ['no', { answer: false }, /not confirmed/],
    ['no terminal', { nobody: true as const }, /no terminal/],
  ])('%s ends with 2', async (_, how, message) => {
    await expect(confirm(consent(how).consent, 'plan')).rejects.toMatchObject({
      code: 2,
      message: expect.stringMatching(message),
    });
  });

  it('ends with 130 when the question is left by Ctrl-C', async () => {
    await expect(confirm(consent({ answer: undefined }).consent, 'plan')).rejects.toMatchObject({ code: 130 });
  });

  it('names the flag where nobody can answer', async () => {
    await expect(confirm(consent({ nobody: true }).consent, 'plan')).rejects.toMatchObject({
      mend: expect.stringContaining('--yes'),
    });
  });
});

describe('the typed name', () => {
  const ending = { platform: 'sluice', account: '123456789012', givenPlatform: undefined, givenAccount: undefined };
  const both = { ...ending, givenPlatform: 'sluice', givenAccount: '123456789012' };

  it.each([
    ['the name', { answer: 'sluice' }, ending],
    ['--yes with account and platform', { yes: true, nobody: true as const }, both],
  ])('%s goes on', async (_, how, what) => {
    await expect(confirmByName(consent(how).consent, 'all dies', what)).resolves.toBeUndefined();
  });

  it.each([
    ['another name', { answer: 'sluce' }, ending],
    ['nothing', { answer: '' }, ending],
    ['nobody to type', { nobody: true as const }, ending],
    ['--yes alone', { yes: true }, ending],
    ['--yes without the platform', { yes: true }, { ...both, givenPlatform: undefined }],
    ['--yes without the account', { yes: true }, { ...both, givenAccount: undefined }],
    ['--yes with another account', { yes: true }, { ...both, givenAccount: '999999999999' }],
    ['the name, and another account', { answer: 'sluice' }, { ...both, givenAccount: '999999999999' }],
  ])('%s ends with 2', async (_, how, what) => {
    await expect(confirmByName(consent(how).consent, 'all dies', what)).rejects.toMatchObject({ code: 2 });
  });
});
