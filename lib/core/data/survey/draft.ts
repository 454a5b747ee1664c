/** From a file that was looked over to the manifest that a person will correct. */
import type { DraftColumn, ManifestDraft } from '../../contracts/manifest/draft.ts';
import { isAmount } from '../../contracts/schema.ts';
import type { ColumnSurvey } from './column.ts';
import type { Proposal } from './proposal.ts';
import type { FileSurvey } from './survey.ts';

export interface DraftInput {
  model: string;
  fileName: string;
  survey: FileSurvey;
  proposal: Proposal;
}

export function draftOf({ model, fileName, survey, proposal }: DraftInput): ManifestDraft {
  const { target, task, id, ignore, remarks } = proposal;
  return {
    model,
    source: `From ${fileName}: ${counted(survey.rows, 'row')}, ${counted(survey.columns.length, 'column')}${survey.whole ? '' : ', its beginning only'}${survey.unreadable > 0 ? `; ${counted(survey.unreadable, 'row')} cannot be read` : ''}`,
    task,
    target,
    ...(id ? { id } : {}),
    ignore,
    nulls: proposal.nulls,
    columns: survey.columns
      .filter(({ name }) => remarks.has(name))
      .map((column): DraftColumn => {
        const { name, type } = column;
        return { name, type, seen: seenOf(column), remarks: remarks.get(name) ?? [] };
      }),
  };
}

const MOST_SHOWN = 4;

/** What a column holds. Values of a column in which most rows differ are not shown: they may be personal. */
function seenOf({ type, filled, missing, distinct, distinctCapped, levels, min, max }: ColumnSurvey): string {
  const empty = missing > 0 ? [`${counted(missing, 'cell')} blank, read as missing`] : [];
  const different = `${distinctCapped ? 'over ' : ''}${distinct.toLocaleString('en-US')} different`;
  if (filled === 0) return 'no value';
  if (isAmount(type) && min !== undefined && max !== undefined)
    return [`${shown(min)} to ${shown(max)}`, different, ...empty].join('; ');
  if (levels.length > 0 && levels.length * 2 <= filled) {
    const some = levels.slice(0, MOST_SHOWN).map(({ value }) => JSON.stringify(value));
    return [`${some.join(', ')}${levels.length > MOST_SHOWN ? `, ... (${levels.length})` : ''}`, ...empty].join('; ');
  }
  return [different, ...empty].join('; ');
}

const shown = (value: number): string => String(Number(value.toPrecision(6)));
const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
