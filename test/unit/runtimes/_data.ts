import type { Schema } from './_jobs.ts';
import { runPython } from './_python.ts';

export type Dataset = { schema: Schema; features: string[]; labels: string[] };

const BREAST_CANCER = `
import json
from sklearn.datasets import load_breast_cancer
data = load_breast_cancer()
print(json.dumps({
    "names": [name.replace(" ", "_") for name in data.feature_names],
    "features": [",".join(repr(float(value)) for value in row) for row in data.data],
    "labels": ["no" if target else "yes" for target in data.target],
}))
`;

/** scikit-learn's breast-cancer data: 569 patients, 30 numbers; the positive label `yes` is malignant. */
export async function breastCancer(): Promise<Dataset> {
  const data = JSON.parse(await runPython(BREAST_CANCER));
  const columns = data.names.map((name: string) => ({ name, type: 'number' }));
  const target = { name: 'malignant', type: 'category', labels: ['no', 'yes'] };
  return {
    schema: { v: 1, task: 'binary-classification', columns, target },
    features: data.features,
    labels: data.labels,
  };
}

/** Rents of flats: a price from area, district, lift and date, with gaps and a useless free text. Deterministic. */
export function rents(rows: number): Dataset {
  const districts = ['harbour', 'old town', 'hills, upper', 'north'];
  const base = [400, 700, 900, 300];
  let state = 12345;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const features: string[] = [];
  const labels: string[] = [];
  for (let row = 0; row < rows; row++) {
    const area = 20 + Math.round(random() * 130);
    const district = Math.floor(random() * 4);
    const lift = random() < 0.5;
    const year = 2015 + Math.floor(random() * 10);
    const price = 8 * area + (base[district] ?? 0) + (lift ? 120 : 0) + 20 * (year - 2015) + 20 * random();
    const cell = (text: string) => (random() < 0.05 ? '' : text);
    const quoted = `"${districts[district]}"`;
    features.push(
      [cell(String(area)), cell(quoted), cell(String(lift)), cell(`${year}-06-01T00:00:00Z`), `note ${row}`].join(','),
    );
    labels.push(price.toFixed(2));
  }
  const columns = [
    { name: 'area', type: 'integer' },
    { name: 'district', type: 'category' },
    { name: 'lift', type: 'boolean' },
    { name: 'listed', type: 'timestamp' },
    { name: 'note', type: 'text' },
  ];
  return { schema: { v: 1, task: 'regression', columns, target: { name: 'rent', type: 'number' } }, features, labels };
}

/** Area under the ROC curve: the share of (positive, negative) pairs in the right order, ties half. */
export function auc(scores: number[], positive: boolean[]): number {
  let pairs = 0;
  let right = 0;
  for (const [i, high] of scores.entries()) {
    if (!positive[i]) continue;
    for (const [j, low] of scores.entries()) {
      if (positive[j]) continue;
      pairs++;
      right += high > low ? 1 : high === low ? 0.5 : 0;
    }
  }
  return right / pairs;
}
