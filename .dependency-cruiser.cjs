/** Who may import whom: the rules of the house, run by test/unit/house.test.ts. Nothing else is allowed. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});
const packages = (...names) => names.map((name) => `node_modules/${name}/`);
const BUILTIN =
  '^(node:)?(fs|path|os|url|http|https|net|stream|crypto|process|child_process|events|timers|util|zlib|readline|worker_threads|buffer|perf_hooks|assert|tty|module)(/|$)';
/** A package of types: there is no code to find. */
const TYPES_ONLY = '^aws-lambda$';
const SDK = ['node_modules/@aws-sdk/', 'node_modules/@smithy/', 'node_modules/@aws-crypto/'];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: TYPES_ONLY } },
    only('core', 'core knows zod, bytes and hashing, no I/O', '^lib/core/', [
      '^lib/core/',
      ...packages('zod'),
      '^(node:)?(buffer|crypto)$',
      'node_modules/yaml/',
    ]),
    {
      name: 'yaml-only-in-manifest',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: '^lib/core/contracts/manifest/' },
      to: { path: 'node_modules/yaml/' },
    },
    only('adapters', 'adapters implement ports of core', '^lib/adapters/', [
      '^lib/adapters/',
      '^lib/core/',
      ...SDK,
      ...packages('ulid', 'zod', 'hyparquet', 'hyparquet-compressors'),
      BUILTIN,
    ]),
    only('memory-adapters', 'no SDK in the memory adapters', '^lib/adapters/memory/', [
      '^lib/adapters/memory/',
      '^lib/core/',
      BUILTIN,
    ]),
    only('engine', 'the blue/green engine is a pure function', '^lib/local/sagemaker/engine/', [
      '^lib/local/sagemaker/engine/',
    ]),
    only('local', 'local knows core and the AWS adapters', '^lib/local/', [
      '^lib/local/',
      '^lib/core/',
      '^lib/adapters/aws/',
      ...SDK,
      ...packages('zod', 'tar-stream'),
      BUILTIN,
    ]),
    only('runtimes', 'only how their code is packed is TypeScript', '^lib/runtimes/', ['^lib/runtimes/', BUILTIN]),
    only('infra', 'infra knows the contracts; lambdas by file path only', '^lib/infra/', [
      '^lib/infra/',
      '^lib/core/contracts/',
      '^lib/workflows/',
      '^lib/runtimes/',
      ...packages('aws-cdk-lib', 'constructs', 'esbuild', 'zod'),
      BUILTIN,
    ]),
    only('cli', 'cli knows core, the adapters and local', '^lib/cli/', [
      '^lib/cli/',
      '^lib/core/',
      '^lib/adapters/(aws|formats)/',
      '^lib/local/',
      '^lib/runtimes/',
      ...packages('@clack/prompts', 'commander', 'zod'),
      BUILTIN,
    ]),
    only('demo', 'the demo uses the commands of the CLI', '^lib/demo/', [
      '^lib/demo/',
      '^lib/cli/',
      '^lib/core/',
      '^lib/adapters/aws/',
      '^lib/local/',
      ...SDK,
      ...packages('zod'),
      BUILTIN,
    ]),
    only('lambdas', 'handlers know core and the adapters', '^lambdas/', [
      '^lambdas/',
      '^lib/core/',
      '^lib/adapters/(aws|formats)/',
      ...SDK,
      ...packages('@middy', 'zod'),
      TYPES_ONLY,
      BUILTIN,
    ]),
    {
      name: 'sdk-in-its-rooms',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: '^lib/(adapters/aws|local|demo)/|^lambdas/.*deps\\.ts$' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'middy-in-its-room',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: '^lambdas/_shared/' },
      to: { path: 'node_modules/@middy/' },
    },
    {
      name: 'cdk-in-its-rooms',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: '^lib/infra/|^bin/platform\\.ts$' },
      to: { path: 'node_modules/(aws-cdk-lib|constructs)/' },
    },
    only('bin', 'bin is small', '^bin/', [
      '^bin/',
      '^lib/(infra|cli|demo|local)/',
      ...packages('aws-cdk-lib', 'constructs'),
      BUILTIN,
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test|cdk\\.out|lib/demo/script-model)' },
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
};
