import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rents } from './_data.ts';
import { datasetChannels, train } from './_jobs.ts';
import { root, runPython, tabular, temporaryFolder } from './_python.ts';

// What `pip install .` does with a PEP 517 backend, without pip: build the wheel, then import from it.
const BUILD = `
import os, sys, zipfile
os.chdir(sys.argv[1])
import offline_build
wheel = os.path.join(sys.argv[2], offline_build.build_wheel(sys.argv[2]))
print("\\n".join(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".py")))
sys.path[:] = [path for path in sys.path if path != sys.argv[1]]
sys.path.insert(0, wheel)
import inference
print(os.path.dirname(inference.__file__) == wheel)
`;

describe('the packaging of code archives', () => {
  let folder: string;
  let clean: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove: clean } = await temporaryFolder());
    await mkdir(join(folder, 'code'));
    for (const source of [tabular, join(root, 'lib/runtimes/packaging')]) {
      await cp(source, join(folder, 'code'), { recursive: true, filter: (path) => !path.includes('__pycache__') });
    }
  });
  afterAll(() => clean());

  it('makes a wheel of the modules, from which inference can be imported', async () => {
    const code = join(folder, 'code');
    const lines = (await runPython(BUILD, [code, folder], code)).trim().split('\n');
    const modules = (await readdir(tabular)).filter((name) => name.endsWith('.py')).sort();
    expect(lines).toEqual([...modules, 'True']);
  });

  it('travels on into the artefact', async () => {
    const { schema, features, labels } = rents(20);
    const base = join(folder, 'job');
    const spec = { code: join(folder, 'code'), hyperparameters: { rounds: '1' } };
    expect(await train(base, { ...spec, channels: datasetChannels(schema, features, labels) })).toMatchObject({
      code: 0,
    });
    expect(await readdir(join(base, 'model/code'))).toEqual(
      expect.arrayContaining(['offline_build.py', 'pyproject.toml']),
    );
  });
});
