/** `sluice drift compare <reference> <current>`: whether two data files are drawn alike, on this machine; drift is 5 with `--check`. */
import type { Manifest } from '../../core/contracts/manifest/schema.ts';
import { compareSets } from '../../core/drift/compare/compare-sets.ts';
import type { ComparedSet } from '../../core/drift/compare/compared-set.ts';
import { readSet, storedSet } from '../../core/drift/compare/read-set.ts';
import type { CliCommand, CommandContext, CommandSpec } from '../command.ts';
import { asUsage, isStoredDocument } from '../data/reference.ts';
import { type DataFile, dataFile } from '../data/source.ts';
import { comparisonText } from '../drift/comparison-text.ts';
import { storedReference } from '../drift/stored-reference.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { printable } from '../output/text.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';

interface CompareOptions extends PageOptions {
  manifest?: string;
  check?: boolean;
}

async function setOf(source: DataFile, manifest: Manifest | undefined, like?: ComparedSet): Promise<ComparedSet> {
  if (isStoredDocument(source)) {
    if (!like) {
      const { profile, types } = storedReference(source);
      return storedSet(source.file, profile, manifest, types);
    }
    throw new CommandFailure(
      EXIT.usage,
      `${source.file} is a stored summary, and has no rows to compare`,
      'name it first, then the data file: sluice drift compare profile.json november.csv',
    );
  }
  return readSet(source.file, source.open, { manifest, like: like?.types }).catch((error: unknown) => {
    throw asUsage(error, source.file);
  });
}

const manifestOf = async (file: string): Promise<Manifest> =>
  (await import('./apply.ts')).readManifestFile(file).manifest;

async function compareHere(
  { out, onInterrupt }: CommandContext,
  reference: string,
  current: string,
  options: CompareOptions,
): Promise<void> {
  onInterrupt('interrupted; nothing was sent anywhere');
  const manifest = options.manifest === undefined ? undefined : await manifestOf(options.manifest);
  const [earlier, later] = [dataFile(out, reference), dataFile(out, current)];
  const before = await setOf(earlier, manifest);
  const comparison = compareSets(before, await setOf(later, manifest, before));
  const found = options.check && comparison.outcome === 'drift';
  out.document({ ...comparison, ...(found ? { exitCode: EXIT.found } : {}) });
  out.print(comparisonText(comparison));
  await showPage(out, options, {
    name: `${later.name}-drift.html`,
    text: async () => {
      const { comparisonPage } = await import('../../core/reports/comparison-page.ts');
      return comparisonPage(comparison, new Date().toISOString());
    },
  });
  if (found) throw new CommandFailure(EXIT.found, `${printable(current)} has drifted from ${printable(reference)}`);
}

/** Those of `drift` that a stage is meant by. */
const OF_A_STAGE = ['stage', 'trend', 'days', 'at', 'from', 'to', 'timeout'];

/** Options that `drift` has too are read by it. @throws CommandFailure (2) for one that means nothing between files */
function optionsOf(command: CliCommand): CompareOptions {
  const foreign = OF_A_STAGE.find((name) => command.parent?.getOptionValueSource(name) === 'cli');
  if (foreign !== undefined)
    throw new CommandFailure(
      EXIT.usage,
      `--${foreign} is about a stage, and two files have none`,
      `leave --${foreign} out`,
    );
  return command.optsWithGlobals<CompareOptions>();
}

export const driftCompare: CommandSpec = {
  define: (command, run) =>
    withPageOptions(command.arguments('<reference> <current>'))
      .examples(
        'sluice drift compare october.csv november.csv',
        'sluice drift compare october.csv november.csv --open',
        'sluice drift compare profile.json november.csv --check',
        'sluice drift compare baseline.json november.csv',
      )
      .option('--manifest <model.yaml>', 'take types, words for missing cells and ignored columns from this manifest')
      .option('--check', 'end with 5 when drift is found')
      .action(
        run((context, reference: string, current: string, _: CompareOptions, command: CliCommand) =>
          compareHere(context, reference, current, optionsOf(command)),
        ),
      ),
};
