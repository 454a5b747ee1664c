/** lib/PROOF.md: a section a proof, written anew by each run of it; the other sections stay. */
import { seconds } from '../../lib/cli/output/text.ts';
import type { Progress } from './progress.ts';
import type { Proof } from './proof.ts';

export const HEAD = `# Proofs at full size

\`npm run prove [properties|kill|demo|fuzz|data|monitoring|trino]\` writes these sections. An interrupted proof goes on where it stopped; \`--fresh\`
begins again, \`--size N\` tries more or less than the full size, \`SLUICE_SEED=N\` brings a run back. Each section says what was
really run, and where it fell short.
`;

/** @param time of the end, ISO 8601 */
export function section(proof: Proof, progress: Progress, units: number, time: string): string {
  const { done, commit, seed, size } = progress;
  const short = done.filter(({ ok }) => !ok);
  const count = done.reduce((sum, each) => sum + each.count, 0);
  const took = done.reduce((sum, each) => sum + each.seconds, 0);
  const unfinished = done.length < units ? `, ${units - done.length} not tried` : '';
  const rows = [
    [
      'result',
      `${short.length === 0 && !unfinished ? 'holds' : 'FALLS SHORT'}: ${done.length - short.length} of ${units} units${unfinished}`,
    ],
    [
      'tried',
      `${count.toLocaleString('en-US')} ${proof.counted}; size ${size} of ${proof.fullSize} (${proof.sizeMeans})`,
    ],
    ['commit', commit],
    ['seed', String(seed)],
    ['took', `${seconds(took)}, ended ${time.slice(0, 16).replace('T', ' ')} UTC`],
  ];
  return [
    `## ${proof.name}`,
    '',
    proof.claim,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    ...within(proof, done),
    ...(short.length === 0
      ? []
      : ['Fell short:', '', '```', ...short.map(({ unit, detail }) => `${unit}\n${detail ?? ''}`), '```', '']),
  ].join('\n');
}

/** What was counted within a proof, part by part where it has parts. */
function within(proof: Proof, done: Progress['done']): string[] {
  if (!proof.parts) {
    const told = tellTally(proof, done);
    return told.length > 0 ? [...told, ''] : [];
  }
  return proof.parts.flatMap((part) => {
    const units = done.filter(({ unit }) => unit.startsWith(`${part.name}: `));
    const short = units.filter(({ ok }) => !ok).length;
    const count = units.reduce((sum, each) => sum + each.count, 0);
    const took = units.reduce((sum, each) => sum + each.seconds, 0);
    const result = units.length === 0 ? 'not tried' : short === 0 ? 'holds' : `FALLS SHORT in ${short}`;
    const tried = `${count.toLocaleString('en-US')} ${part.counted} in ${units.length} ${units.length === 1 ? 'unit' : 'units'}, ${seconds(took)}`;
    return [`### ${part.name}: ${result}`, '', part.claim, '', `Tried: ${tried}.`, '', ...tellTally(part, units), ''];
  });
}

function tellTally(proof: Proof, done: Progress['done']): string[] {
  const tally: Record<string, number> = {};
  for (const unit of done)
    for (const [name, count] of Object.entries(unit.tally ?? {})) tally[name] = (tally[name] ?? 0) + count;
  if (proof.tell) return proof.tell(tally);
  return Object.entries(tally)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `- ${name}: ${count.toLocaleString('en-US')}`);
}

/** @returns the document with the section in place of the one of the same name, or at the end */
export function withSection(document: string, name: string, text: string): string {
  const parts = (document === '' ? HEAD : document).split(/^(?=## )/m).map((part) => `${part.trimEnd()}\n`);
  const [, ...sections] = parts;
  const at = sections.findIndex((part) => part.startsWith(`## ${name}\n`));
  const body = `${text.trimEnd()}\n`;
  return [HEAD, ...(at < 0 ? [...sections, body] : sections.with(at, body))].join('\n');
}
