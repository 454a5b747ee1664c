/** What would let other code in than the one that was reviewed. */
import type { LockFiles } from '../locks/files.ts';

export interface LockFault {
  readonly title: string;
  readonly kind: string;
  readonly document: string;
  sow(files: LockFiles): void;
}

const NPM = 'npm Docs';

export const LOCK_FAULTS: readonly LockFault[] = [
  {
    title: 'a range instead of a version',
    kind: 'not pinned',
    document: `${NPM}, package.json dependencies: ^ takes any later minor version`,
    sow: ({ manifest }) => {
      manifest.dependencies = { ...manifest.dependencies, zod: '^4.6.7' };
    },
  },
  {
    title: 'the lock has another version than was asked for',
    kind: 'lock disagrees',
    document: `${NPM}, npm ci: exits with an error`,
    sow: ({ lock }) => {
      const zod = lock.packages['node_modules/zod'];
      if (zod) zod.version = '4.6.6';
    },
  },
  {
    title: 'a dependency that is not locked',
    kind: 'lock disagrees',
    document: `${NPM}, npm ci: exits with an error`,
    sow: ({ manifest }) => {
      manifest.dependencies = { ...manifest.dependencies, 'left-pad': '1.3.0' };
    },
  },
  {
    title: 'a package without a hash',
    kind: 'no integrity',
    document: `${NPM}, package-lock.json: integrity is what is installed is compared with`,
    sow: ({ lock }) => {
      delete lock.packages['node_modules/zod']?.integrity;
    },
  },
  {
    title: 'a package with a hash that can be forged',
    kind: 'no integrity',
    document: 'W3C Subresource Integrity: SHA-256 or stronger',
    sow: ({ lock }) => {
      const zod = lock.packages['node_modules/zod'];
      if (zod) zod.integrity = 'sha1-L8HTkF8GwPzrJ6n0IDfbHNkCfnk=';
    },
  },
  {
    title: 'a package from another host',
    kind: 'odd source',
    document: `${NPM}, package-lock.json: resolved is where it is fetched from`,
    sow: ({ lock }) => {
      const zod = lock.packages['node_modules/zod'];
      if (zod) zod.resolved = 'https://registry.evil.example/zod/-/zod-4.6.7.tgz';
    },
  },
  {
    title: 'a package straight from git',
    kind: 'odd source',
    document: `${NPM}, Git URLs as dependencies: a branch can be moved`,
    sow: ({ manifest }) => {
      manifest.devDependencies = { ...manifest.devDependencies, knip: 'git+https://github.com/webpro-nl/knip.git' };
    },
  },
  {
    title: 'a new package that runs a script at installation',
    kind: 'install script',
    document: `${NPM}, scripts: install runs with the rights of who installs`,
    sow: ({ lock }) => {
      const ulid = lock.packages['node_modules/ulid'];
      if (ulid) ulid.hasInstallScript = true;
    },
  },
  {
    title: 'scripts of packages run again',
    kind: 'install script',
    document: `${NPM}, config ignore-scripts: false by default`,
    sow: (files) => {
      files.npmrc = files.npmrc.replace('ignore-scripts=true', '');
    },
  },
  {
    title: 'esbuild is locked for this machine only',
    kind: 'platform is missing',
    document: 'npm/cli issue 4828: optional dependencies of other platforms are dropped from the lock',
    sow: ({ lock }) => {
      delete lock.packages['node_modules/@esbuild/linux-arm64'];
    },
  },
  {
    title: 'a Python package without a hash',
    kind: 'no integrity',
    document: 'pip documentation, Hash-checking mode: all or nothing',
    sow: ({ python }) => {
      python['requirements.lock'] = `${python['requirements.lock']}left-pad==1.0\n`;
    },
  },
  {
    title: 'a Python package without a version',
    kind: 'not pinned',
    document: 'pip documentation, Hash-checking mode: requirements must be pinned with ==',
    sow: ({ python }) => {
      const text = python['requirements.lock'] ?? '';
      python['requirements.lock'] = text.replace(/^boto3==[\d.]+/m, 'boto3>=1.43');
    },
  },
  {
    title: 'a Python package from another index',
    kind: 'odd source',
    document: 'pip documentation, --extra-index-url: the higher version of any index wins',
    sow: ({ python }) => {
      python['requirements.lock'] =
        `--extra-index-url https://pypi.evil.example/simple\n${python['requirements.lock']}`;
    },
  },
];
