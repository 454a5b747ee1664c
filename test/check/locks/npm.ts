/** package.json and package-lock.json: what comes in is what was reviewed, from the one registry, on every platform. */

import { findingsOf } from '../cloud/rule.ts';
import type { Finding } from '../finding.ts';
import type { LockedPackage, LockFiles } from './files.ts';
import { REVIEWED_SCRIPTS } from './install-scripts.ts';

const say = findingsOf('npm-lock');
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

export function npmFindings({ manifest, lock, npmrc }: Pick<LockFiles, 'manifest' | 'lock' | 'npmrc'>): Finding[] {
  const wanted = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  const packages = Object.entries(lock.packages).filter(([at]) => at !== '');
  const scripts = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([at]) => nameOf(at));
  return [
    ...(lock.lockfileVersion === 3
      ? []
      : [say('package-lock.json', `is of version ${lock.lockfileVersion}`, 'make it with npm 9 or newer')]),
    ...wanted.flatMap(([name, version]) => [
      ...(EXACT.test(version) ? [] : [say(`package.json: ${name}`, `${version} is no exact version`, 'pin it')]),
      ...(lock.packages[`node_modules/${name}`]?.version === version
        ? []
        : [say(`package-lock.json: ${name}`, `is not locked at ${version}`, 'make the lock again')]),
    ]),
    ...packages.flatMap(([at, one]) => packageFindings(at, one)),
    ...packages.flatMap(([at, one]) =>
      Object.keys(one.optionalDependencies ?? {})
        .filter((name) => !locked(lock.packages, at, name))
        .map((name) => say(at, `its platform package ${name} is not locked`, 'make the lock in an empty folder')),
    ),
    ...scripts
      .filter((name) => !(name in REVIEWED_SCRIPTS))
      .map((name) =>
        say(name, 'has an install script that nobody reviewed', 'read it; add it to install-scripts.ts with a reason'),
      ),
    ...Object.keys(REVIEWED_SCRIPTS)
      .filter((name) => !scripts.includes(name))
      .map((name) =>
        say(name, 'was reviewed for a script it no longer has', 'delete the line from install-scripts.ts'),
      ),
    ...(/^ignore-scripts\s*=\s*true$/m.test(npmrc)
      ? []
      : [say('.npmrc', 'lets packages run scripts', 'ignore-scripts=true')]),
    ...(/registry\s*=/.test(npmrc) ? [say('.npmrc', 'names a registry', 'leave that to the user')] : []),
  ];
}

const nameOf = (at: string): string => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** A bundled package comes inside the tarball of another, whose hash covers it. */
const packageFindings = (at: string, { version, integrity, resolved, inBundle, link }: LockedPackage): Finding[] => [
  ...(version && EXACT.test(version) ? [] : [say(at, `is locked at ${version ?? 'nothing'}`, 'an exact version')]),
  ...(inBundle || SHA512.test(integrity ?? '')
    ? []
    : [say(at, `integrity is ${integrity ?? 'missing'}`, 'sha512-...')]),
  ...(resolved === undefined ? [] : [say(at, `comes from ${resolved}`, 'no `resolved`: the registry of the user')]),
  ...(link ? [say(at, 'is a link', 'a package of the registry')] : []),
];

/** Node's own look-up: beside, or in a folder above. */
function locked(packages: LockFiles['lock']['packages'], at: string, name: string): boolean {
  for (let folder = at; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}
