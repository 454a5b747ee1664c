import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateGate, type GateEvidence } from '../../../../lib/core/evaluation/gate-outcome.ts';
import { type Gate, GateSyntaxError, gateFault, OPERATORS, parseGate } from '../../../../lib/core/evaluation/gates.ts';

const BINARY = 'binary-classification';

describe('grammar', () => {
  it.each([
    ['auc >= 0.80', { metric: 'auc', operator: '>=', against: 'number', offset: 0.8 }],
    ['  logloss<.3 ', { metric: 'logloss', operator: '<', against: 'number', offset: 0.3 }],
    ['auc >= champion - 0.005', { metric: 'auc', operator: '>=', against: 'champion', offset: -0.005 }],
    ['f1 > champion+1e-2', { metric: 'f1', operator: '>', against: 'champion', offset: 0.01 }],
    ['brier <= champion', { metric: 'brier', operator: '<=', against: 'champion', offset: 0 }],
    ['auc >= champion - 0', { metric: 'auc', operator: '>=', against: 'champion', offset: 0 }],
  ])('%s', (text, expected) => {
    expect(parseGate(text, BINARY)).toEqual({ ...expected, text: text.trim() });
  });
  it('regression has its own metrics', () => {
    expect(parseGate('r2 >= -1', 'regression')).toMatchObject({ metric: 'r2', offset: -1 });
  });
  it.each([
    ['', 0, 'begins with a metric', 'auc >= 0.80'],
    ['rmse <= 3', 0, 'unknown metric "rmse"', 'auc, logloss, accuracy, precision, recall, f1, brier, prevalence'],
    [' acu >= 0.8', 1, 'unknown metric "acu"', 'auc, logloss'],
    ['auc slice(plan) >= 0.8', 4, 'slices are not supported yet', 'delete'],
    ['auc == 0.8', 4, '"==" is not an operator', '>= <= > <'],
    ['auc => 0.8', 4, '"=>" is not an operator', '>= <= > <'],
    ['auc', 3, 'operator is missing', '>= <= > <'],
    ['auc >= ', 7, 'a number or champion must follow', 'auc >= 0.80'],
    ['auc >= champ', 7, 'a number or champion must follow', 'auc >= 0.80'],
    ['auc >= champion - ', 18, 'a number must follow', 'auc >= champion - 0.005'],
    ['auc >= champion - -1', 18, 'a number must follow', 'auc >= champion - 0.005'],
    ['auc >= 80 %', 10, 'too much', '0.80 and not 80 %'],
    ['auc >= 0.8 and f1 > 0.5', 11, 'too much', 'one condition a gate'],
    ['auc >= 0.8.1', 10, 'too much', 'one condition'],
    ['auc >= 1e999', 7, 'too large', 'auc >= 0.80'],
  ])('%j: position %i, %s', (text, position, message, mend) => {
    const fault = gateFault(text, BINARY);
    expect(fault).toMatchObject({ position, message: expect.stringContaining(message) });
    expect(fault?.mend).toContain(mend);
    expect(() => parseGate(text, BINARY)).toThrow(GateSyntaxError);
  });
  it('any text is a gate or a fault with a place in the text', () => {
    const part = fc.constantFrom('auc', 'f1', '>=', '<', 'champion', '-', '+', '0.5', '1e3', ' ', '%', 'slice(a)', 'x');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          const fault = gateFault(text, BINARY);
          if (fault) expect(fault.position).toBeLessThanOrEqual(text.length);
          else expect(OPERATORS).toContain(parseGate(text, BINARY).operator);
        },
      ),
    );
  });
});

describe('outcome', () => {
  const gate = (text: string): Gate => parseGate(text, BINARY);
  const alone: GateEvidence = { rows: 100, metrics: { auc: { value: 0.791, low: 0.772, high: 0.809 } } };
  const beside: GateEvidence = {
    ...alone,
    champion: {
      metrics: { auc: { value: 0.8, low: 0.78, high: 0.82 } },
      differences: { auc: { value: -0.009, low: -0.02, high: 0.002 } },
    },
  };

  it('a number: the value, its interval and the limit', () => {
    expect(evaluateGate(gate('auc >= 0.80'), alone)).toEqual({
      gate: 'auc >= 0.80',
      outcome: 'not-met',
      value: 0.791,
      interval: { low: 0.772, high: 0.809 },
      limit: 0.8,
      text: 'auc >= 0.80: found 0.791 (95 %: 0.772 to 0.809, 100 rows)',
    });
  });
  it('the limit itself meets >= and <=, and not > and <', () => {
    const outcomes = OPERATORS.map((operator) => evaluateGate(gate(`auc ${operator} 0.791`), alone).outcome);
    expect(outcomes).toEqual(['met', 'met', 'not-met', 'not-met']);
  });
  it('a champion: the limit is its value on the same rows, the interval that of the difference', () => {
    const result = evaluateGate(gate('auc >= champion - 0.01'), beside);
    expect(result).toMatchObject({ outcome: 'met', value: 0.791, interval: { low: -0.02, high: 0.002 } });
    expect(result.limit).toBeCloseTo(0.79, 12);
    expect(result.text).toBe(
      'auc >= champion - 0.01: found 0.791, limit 0.79 (champion 0.8, difference -0.009, 95 %: -0.02 to 0.002, 100 rows)',
    );
    expect(evaluateGate(gate('auc >= champion'), beside).outcome).toBe('not-met');
  });
  it('no champion: not applicable', () => {
    const result = evaluateGate(gate('auc >= champion'), alone);
    expect(result).toEqual({
      gate: 'auc >= champion',
      outcome: 'not-applicable',
      text: 'auc >= champion: not applicable, there is no champion yet',
    });
  });
  it('a metric that is not defined does not meet its gate', () => {
    expect(evaluateGate(gate('precision >= 0.1'), alone)).toMatchObject({
      outcome: 'not-met',
      text: expect.stringContaining('precision is not defined on the 100 held-out rows'),
    });
  });
});
