import type { Finding } from '../finding.ts';
import type { LockFiles } from './files.ts';
import { npmFindings } from './npm.ts';
import { pythonFindings } from './python.ts';

export const lockFindings = (files: LockFiles): Finding[] => [
  ...npmFindings(files),
  ...Object.entries(files.python).flatMap(([name, text]) => pythonFindings(name, text)),
];
