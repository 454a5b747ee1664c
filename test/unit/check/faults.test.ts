/** Faults sown in the real templates are found, harmless changes are not, and no rule is there for nothing. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CLOUD_RULES } from '../../check/cloud/rules.ts';
import { CLOUD_FAULTS } from '../../check/faults/all.ts';
import { HARMLESS } from '../../check/faults/harmless.ts';
import { schema } from '../../check/templates/schema.ts';
import { statesLanguage } from '../../check/workflows/states-language.ts';
import { findings, platform, spoilt } from './_cloud.ts';

/** Both take a tenth of a second and more. */
const SLOW = [schema, statesLanguage];
const QUICK = CLOUD_RULES.filter((rule) => !SLOW.includes(rule));

/** Title of a fault to the quick rules that find it. */
const found = new Map<string, string[]>();
beforeAll(async () => {
  for (const { title, sow } of CLOUD_FAULTS) {
    const rules = (await findings(spoilt(sow), QUICK)).map(({ rule }) => rule);
    found.set(title, [...new Set(rules)]);
  }
}, 180_000);

it('knows at least sixty faults of twenty kinds, each from a document', () => {
  expect(CLOUD_FAULTS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CLOUD_FAULTS.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(CLOUD_FAULTS.map(({ title }) => title)).size).toBe(CLOUD_FAULTS.length);
  for (const { document } of CLOUD_FAULTS) expect(document.length).toBeGreaterThan(20);
});

// The engine of CloudFormation's rules is compiled here: seconds on an idle machine.
it('finds nothing in what is deployed', { timeout: 180_000 }, async () => {
  expect(await findings(platform, CLOUD_RULES)).toEqual([]);
});

it.each(CLOUD_FAULTS)('finds: $title', { timeout: 120_000 }, async ({ title, sow }) => {
  const quick = found.get(title) ?? [];
  const slow = quick.length > 0 ? [] : await findings(spoilt(sow), SLOW);
  expect([...quick, ...slow.map(({ rule }) => rule)]).not.toEqual([]);
});

it.each(HARMLESS)('lets pass: $title', { timeout: 120_000 }, async ({ sow }) => {
  expect(await findings(spoilt(sow), CLOUD_RULES)).toEqual([]);
});

describe('without the rule', { timeout: 120_000 }, () => {
  it.each(CLOUD_RULES)('$id a fault would pass', async ({ id }) => {
    const isSlow = SLOW.some((rule) => rule.id === id);
    const candidates = CLOUD_FAULTS.filter(({ title }) => {
      const rules = found.get(title) ?? [];
      return isSlow ? rules.length === 0 : rules.length === 1 && rules[0] === id;
    });
    for (const { sow } of candidates) {
      const slow = new Set((await findings(spoilt(sow), SLOW)).map(({ rule }) => rule));
      if (isSlow ? slow.size === 1 && slow.has(id) : slow.size === 0) return;
    }
    expect.fail(
      `each of ${candidates.length} faults is found by another rule too: ${id} is not needed, or lacks its fault`,
    );
  });
});
