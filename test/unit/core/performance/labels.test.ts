/** Files of labels, as people put them into the bucket and as they are packed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Label, labelsText, parseLabels } from '../../../../lib/core/performance/labels.ts';
import { packedText, parsePacked } from '../../../../lib/core/performance/packed-labels.ts';
import { runs } from '../../../_properties.ts';

const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 64,
});
/** Labels as they are kept: trimmed, on one line. */
const label: fc.Arbitrary<Label> = fc.record({
  inferenceId: visible,
  row: fc.integer({ min: 1, max: 9_999_999 }),
  label: visible,
});

test('what is written is read again, as CSV and as JSON Lines', () => {
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
      expect(parseLabels(labelsText(labels))).toEqual({ labels, faults: [] });
      const lines = labels.map((one) => JSON.stringify(one)).join('\n');
      expect(parseLabels(lines)).toEqual({ labels, faults: [] });
    }),
    { numRuns: runs(200) },
  );
});

test('what is packed comes out in its order, each at its time', () => {
  const batches = fc.uniqueArray(
    fc.record({ came: fc.integer({ min: 0, max: 1e13 }), labels: fc.array(label, { minLength: 1, maxLength: 3 }) }),
    { selector: ({ came }) => came, maxLength: 4 },
  );
  fc.assert(
    fc.property(batches, (all) => {
      expect(parsePacked(packedText(all))).toEqual(all);
    }),
    { numRuns: runs(200) },
  );
});

test('a wrong line of JSON costs itself and is named', () => {
  const lines = [
    '{"inferenceId": "a", "label": true}',
    '',
    '{"inferenceId": "b", "row": 2, "label": 7.5}\r',
    '{"inferenceId": "c"}',
    'd,1,yes',
    '{"inferenceId": "e", "row": 0, "label": "yes"}',
    '{"inferenceId": "f", "label": " "}',
  ];
  const mend = expect.any(String);
  expect(parseLabels(lines.join('\n'))).toEqual({
    labels: [
      { inferenceId: 'a', row: 1, label: 'true' },
      { inferenceId: 'b', row: 2, label: '7.5' },
    ],
    faults: [
      { line: 4, fault: 'is no {"inferenceId", "row", "label"}', mend },
      { line: 5, fault: 'is no JSON', mend },
      { line: 6, column: 'row', fault: 'the row is not a whole number from 1 on', mend },
      { line: 7, column: 'label', fault: 'the label is missing', mend },
    ],
  });
});
