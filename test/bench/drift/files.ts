/** Two files of 1,000,000 rows and 25 columns, the later one with four planted drifts, and the reference's stored profile. */
import { table, type Variant } from '../data/table.ts';

const LATER: Variant = {
  name: 'later',
  seed: 20_261_122,
  cell(column, cell, random) {
    switch (column) {
      // Mean by 0.2 standard deviations.
      case 'n00':
        return cell === '' ? cell : (Number(cell) + 0.2).toFixed(4);
      // 5 % more empty cells.
      case 'n03':
        return random.chance(0.05) ? '' : cell;
      // 1 % in another unit.
      case 'n13':
        return cell !== '' && random.chance(0.01) ? String(Number(cell) * 1000) : cell;
      // A tenth of the rows of one level of ten is of another.
      case 'branch':
        return cell === 'b0' && random.chance(0.3) ? 'b5' : cell;
      default:
        return cell;
    }
  },
};

/** What an honest judge calls, and nothing else. */
export const PLANTED: readonly string[] = ['branch', 'n00', 'n03', 'n13'];

export const files = (): { before: string; now: string } => ({ before: table(), now: table(1, LATER) });
