/** Unused files, exports and dependencies: what counts as used although no import says so. */
import type { KnipConfig } from 'knip';

export default {
  entry: [
    'bin/*.{ts,mjs}',
    // Bundled by path, from their contracts.
    'lambdas/*/*/handler.ts',
    // Processes of their own.
    'lib/demo/main.ts',
    'lib/local/process/*.mjs',
    'lib/infra/library/build.ts',
    'test/e2e/clients/*.mjs',
    // Compiled to WebAssembly.
    'lib/core/data/kernel/assembly/index.ts',
    // What the package exports.
    'lib/infra/platform.ts',
    'test/{check,prove,bench}/main.ts',
    'test/prove/unit.ts',
    'test/bench/**/*.ts',
    'test/prove/data/**/child.ts',
    'test/prove/monitoring/accuracy/write-vectors.ts',
    'test/unit/local/sagemaker/fake/*.{ts,mjs}',
  ],
  project: ['bin/**/*.{ts,mjs}', 'lib/**/*.{ts,mjs}', 'lambdas/**/*.ts', 'test/**/*.{ts,mjs}'],
  // A name that its own file uses is no dead code.
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Run by path: bin/run.mjs, test/check.
    'assemblyscript',
    '@biomejs/biome',
    'dependency-cruiser',
    // The parser that .dependency-cruiser.cjs names.
    '@swc/core',
    // CommonJS, by createRequire.
    'asl-validator',
  ],
} satisfies KnipConfig;
