/** Manifests that people see are taken as they are, and each mistake in one is refused before anything is written. */
import { describe, expect, it } from 'vitest';
import { HARMLESS_MANIFESTS } from '../../check/faults/harmless.ts';
import { MANIFEST_FAULTS } from '../../check/faults/manifests.ts';
import { manifestFindings, shownManifests } from '../../check/manifests/manifests.ts';
import { EXAMPLE } from '../core/manifest/example.ts';

const changed = ([from, to]: readonly [string, string]): string => {
  // A change that changes nothing would prove nothing.
  expect(EXAMPLE.split(from).length, from).toBeGreaterThan(1);
  return EXAMPLE.replace(from, to);
};

describe('shown manifests', () => {
  const shown = shownManifests();

  it('are there', () => {
    expect(shown.map(({ at }) => at)).toContain('lib/demo/manifest.ts: FIRST');
  });

  it.each(shown)('$at is taken', ({ at, text }) => {
    expect(manifestFindings(at, text)).toEqual([]);
  });
});

it('takes the whole manifest', () => {
  expect(manifestFindings('example', EXAMPLE)).toEqual([]);
});

it.each(MANIFEST_FAULTS)('refuses: $title', ({ change }) => {
  expect(manifestFindings('example', changed(change))).not.toEqual([]);
});

it.each(HARMLESS_MANIFESTS)('takes: $title', ({ change }) => {
  expect(manifestFindings('example', changed(change))).toEqual([]);
});
