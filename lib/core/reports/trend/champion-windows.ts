/** The windows that say how the stage is: of what it served, without those of canaries and of what was replaced in them. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { isChampion } from '../../drift/champion.ts';

export const championWindows = ({ windows }: Pick<DriftTrendView, 'windows'>): DriftTrendView['windows'] =>
  windows.filter(isChampion);
