/** Packages that would run a script at installation. None does (`ignore-scripts`); each was looked at all the same. */
export const REVIEWED_SCRIPTS: Readonly<Record<string, string>> = {
  '@swc/core':
    'would look for the binary of the platform; the optional package of the platform carries it, in the lock',
  esbuild: 'would check the binary and link it directly; the optional package of the platform carries it, in the lock',
};
