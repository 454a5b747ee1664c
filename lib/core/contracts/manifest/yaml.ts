/** Reads `model.yaml`. Kept apart from parse.ts: only the command line reads YAML, the API takes JSON. */
import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { type ManifestIssue, manifestIssue } from './issue.ts';
import { MANIFEST_MAX_BYTES, type ParseOptions, parseManifest } from './parse.ts';
import { type PlacedIssue, placeIssues, placeOf } from './places.ts';
import type { Manifest } from './schema.ts';

export type ParsedYaml = { manifest: Manifest } | { issues: PlacedIssue[] };

/** The manifest, or all that is wrong with it, each with its place in the text. Never throws. */
export function parseManifestYaml(text: string, options: ParseOptions = {}): ParsedYaml {
  if (text.length > MANIFEST_MAX_BYTES)
    return refused('manifest/too-large', `the file has ${text.length} characters`, `at most ${MANIFEST_MAX_BYTES}`);
  let json: unknown;
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter, prettyErrors: false });
    if (document.errors.length > 0)
      return { issues: document.errors.map((error) => syntaxIssue(error, lineCounter, text)) };
    json = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    // The parser recurses into nested flow collections, and refuses aliases that multiply.
    if (error instanceof RangeError)
      return refused('manifest/too-large', 'the file is nested too deeply', 'flatten it');
    if (error instanceof ReferenceError)
      return refused(
        'manifest/syntax',
        'the file uses an alias (*name) that is unknown or used too often',
        'write it out',
      );
    throw error;
  }
  if (json === null || json === undefined)
    return refused('manifest/missing', 'the file is empty', 'begin with "sluice: 1" and the name of the model');
  const parsed = parseManifest(json, options);
  return 'manifest' in parsed ? parsed : { issues: placeIssues(text, parsed.issues) };
}

function syntaxIssue(error: YAMLError, counter: LineCounter, text: string): PlacedIssue {
  const [message, mend] = syntaxWords(error);
  return {
    ...manifestIssue('manifest/syntax', [], message, mend),
    at: placeOf([error.pos[0], error.pos[1]], counter, text.split('\n')),
  };
}

function syntaxWords(error: YAMLError): [message: string, mend: string] {
  if (error.message.includes('call stack')) return ['the file is nested too deeply', 'flatten it'];
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return ['this key stands twice in one object', 'delete one of them'];
    case 'TAB_AS_INDENT':
      return ['a tab is used as indentation', 'indent with spaces'];
    case 'MISSING_CHAR':
      return [`not valid YAML: ${error.message}`, 'close the quote or the bracket'];
    default:
      return [
        `not valid YAML: ${error.message.split('\n')[0] ?? error.code}`,
        'check indentation, quotes and brackets',
      ];
  }
}

const refused = (code: ManifestIssue['code'], message: string, mend: string): { issues: PlacedIssue[] } => ({
  issues: [{ ...manifestIssue(code, [], message, mend), at: { line: 1, column: 1, length: 1 } }],
});
