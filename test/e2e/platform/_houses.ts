/** A made-up market of houses: a regression with a category, text, a flag and gaps. */
import { seeded } from './_journey.ts';

export const housesManifest = (model: string, gates = '["r2 >= 0.5"]'): string => `sluice: 1
model: ${model}
task: regression
data:
  target: price
  id: house
  columns:
    area: { type: number, min: 0 }
    district: { type: category }
training:
  algorithm: xgboost
  hyperparameters: { maxDepth: 4, rounds: 80 }
  instance: ml.m5.large
evaluation:
  gates: ${gates}
stages:
  staging:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }
  production: { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }
monitoring:
  drift: { everyHours: 1, falseAlarmsPerYear: 4 }
`;

const DISTRICTS = ['harbour', 'old town', 'hill, north', 'river'] as const;

export interface House {
  cells: string[];
  price: number;
}

export function houses(count: number, seed: number): House[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => {
    const area = 40 + random() * 160;
    const district = Math.floor(random() * DISTRICTS.length);
    const garden = random() < 0.4;
    const age = Math.floor(random() * 90);
    const price = area * (2 + district) + (garden ? 60 : 0) - age + random() * 20;
    const gap = random() < 0.05;
    return {
      cells: [
        `H${i}`,
        gap ? '' : area.toFixed(1),
        `"${DISTRICTS[district]}"`,
        String(garden),
        random() < 0.03 ? '' : String(age),
      ],
      price,
    };
  });
}

export const housesCsv = (rows: readonly House[]): string =>
  `${['house,area,district,garden,age,price', ...rows.map(({ cells, price }) => [...cells, price.toFixed(2)].join(','))].join('\n')}\n`;
