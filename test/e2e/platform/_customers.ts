/** Made-up customers of a telephone company, with the traps of real exports: blanks in a number, Yes and No, codes, quotes. */
import { seeded } from './_journey.ts';

const HEADER = [
  'customerID',
  'SeniorCitizen',
  'tenure',
  'Contract',
  'PaperlessBilling',
  'MonthlyCharges',
  'TotalCharges',
];
const CONTRACTS = ['Month-to-month', 'One year', 'Two year, renewed'] as const;

/** @param options.labelled with the column `Churn`, last; without it, as rows to predict */
export function customersCsv({ count, seed, labelled }: { count: number; seed: number; labelled: boolean }): string {
  const random = seeded(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    const tenure = Math.floor(random() * 73);
    const contract = Math.floor(random() * CONTRACTS.length);
    const senior = random() < 0.2;
    const charge = 18 + random() * 100;
    const risk = 0.75 - 0.22 * contract - tenure / 130 + (charge - 68) / 250 + (senior ? 0.1 : 0);
    return [
      `C${String(seed).padStart(3, '0')}-${String(i).padStart(5, '0')}`,
      senior ? '1' : '0',
      String(tenure),
      `"${CONTRACTS[contract]}"`,
      random() < 0.6 ? 'Yes' : 'No',
      charge.toFixed(2),
      tenure === 0 ? ' ' : (charge * tenure).toFixed(2), // a new customer has paid nothing yet, and the export leaves a blank
      ...(labelled ? [random() < risk ? 'Yes' : 'No'] : []),
    ].join(',');
  });
  return `${[[...HEADER, ...(labelled ? ['Churn'] : [])].join(','), ...rows].join('\r\n')}\r\n`;
}
