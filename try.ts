import { NUMBERS, CATEGORIES } from './test/bench/data/table.ts';
import { writeFileSync } from 'node:fs';
  const numbers = NUMBERS.map(({ name, whole, min, max }) => ({ name, whole, min, max }));
  const categories = CATEGORIES.map(({ name, levels, listed }) => ({ name, ...(listed ? { values: levels } : {}) }));
  writeFileSync('.sluice/bench/contract.json', JSON.stringify({ numbers, categories }));
