/** Run by bundle.ts: bundles what its one argument orders, writes the metafile to standard output. */
import { build, type Plugin } from 'esbuild';

export interface BundleOrder {
  readonly root: string;
  readonly folder: string;
  /** esbuild's entry points: a handler, and its bundle without `.js`. */
  readonly entries: readonly { readonly in: string; readonly out: string }[];
}

/**
 * zod exports the messages of 50 languages as one object, which no bundler can shake: 264 kB of every function, and cold
 * start with it. English comes in by another way; nobody asks for the rest.
 */
const withoutLocales: Plugin = {
  name: 'zod-without-locales',
  setup(bundler) {
    bundler.onLoad({ filter: /node_modules\/zod\/v4\/locales\/index\.(js|cjs)$/ }, () => ({ contents: 'export {};' }));
  },
};

const { root, folder, entries } = JSON.parse(process.argv[2] ?? '') as BundleOrder;
try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    outdir: folder,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The SDK's ES modules can be shaken, its CommonJS cannot.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    plugins: [withoutLocales],
    logLevel: 'silent',
  });
  process.stdout.write(JSON.stringify(metafile));
} catch (error) {
  // esbuild's message lists every fault with its file and line.
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
