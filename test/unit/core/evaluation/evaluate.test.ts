import { describe, expect, it } from 'vitest';
import { Evaluation, evaluate } from '../../../../lib/core/evaluation/evaluate.ts';
import { GateSyntaxError } from '../../../../lib/core/evaluation/gates.ts';
import { candidateText, championText, labelsText } from './rows.ts';

const binary = {
  task: 'binary-classification',
  labels: ['well', 'sick'],
  actual: labelsText,
  candidate: candidateText,
  seed: 'rows-sha256-v2:abc',
} as const;

describe('evaluate', () => {
  it('without a champion: metrics, gates, verdict; a document of its own schema', () => {
    const evaluation = evaluate({ ...binary, gates: ['auc >= 0.80', 'auc >= champion'] });
    expect(Evaluation.parse(JSON.parse(JSON.stringify(evaluation)))).toEqual(evaluation);
    expect(evaluation).toMatchObject({ v: 1, rows: 12, positive: 'sick', verdict: 'pass' });
    expect(evaluation.gates.map((gate) => gate.outcome)).toEqual(['met', 'not-applicable']);
    expect(Object.keys(evaluation.metrics)).toEqual([
      'auc',
      'logloss',
      'accuracy',
      'precision',
      'recall',
      'f1',
      'brier',
      'prevalence',
    ]);
    expect(evaluation.champion).toBeUndefined();
    expect(evaluation.differences).toBeUndefined();
  });
  it('with a champion: both on the same rows, and their difference', () => {
    const evaluation = evaluate({
      ...binary,
      champion: { version: 3, scores: championText },
      gates: ['auc >= champion'],
    });
    expect(evaluation.champion).toMatchObject({ version: 3, metrics: { auc: { value: 0.9 } } });
    expect(evaluation.differences?.auc?.value).toBeCloseTo(-0.0428571, 6);
    expect(evaluation.verdict).toBe('fail');
    expect(Evaluation.parse(JSON.parse(JSON.stringify(evaluation)))).toEqual(evaluation);
  });
  it('is the same for the same seed; a champion does not move the candidate', () => {
    const alone = evaluate({ ...binary, gates: [] });
    expect(evaluate({ ...binary, gates: [] })).toEqual(alone);
    const beside = evaluate({ ...binary, gates: [], champion: { version: 1, scores: championText } });
    expect(beside.metrics).toEqual(alone.metrics);
  });
  it('regression', () => {
    const evaluation = evaluate({
      task: 'regression',
      actual: '3\n-0.5\n2\n7\n',
      candidate: '2.5\n0\n2\n8\n',
      gates: ['rmse <= 1', 'mae < 0.1'],
      seed: 'a',
    });
    expect(evaluation.gates.map((gate) => gate.outcome)).toEqual(['met', 'not-met']);
    expect(evaluation.verdict).toBe('fail');
    expect(Object.keys(evaluation.metrics)).toEqual(['rmse', 'mae', 'r2', 'mape']);
  });
  it('names the champion when its answers are wrong, and refuses gates that are none', () => {
    expect(() =>
      evaluate({ ...binary, gates: [], champion: { version: 3, scores: candidateText.replace('0.8', '8') } }),
    ).toThrow('champion, line 4: the score is not a probability');
    expect(() => evaluate({ ...binary, gates: ['auc'] })).toThrow(GateSyntaxError);
    expect(() => evaluate({ ...binary, labels: undefined, gates: [] })).toThrow('two labels');
  });
});
