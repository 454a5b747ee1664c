/** The Java that Trino 435 is run with: a development kit, for its starter is compiled as it starts. */
import path from 'node:path';
import { runLeashed } from '../../../../lib/local/process/run.ts';

const LEAST = 17;

/** `java` of JAVA_HOME, or of the path. */
export async function findJava(): Promise<{ java: string } | { missing: string }> {
  const home = process.env['JAVA_HOME'];
  const java = home ? path.join(home, 'bin', 'java') : 'java';
  const { code, output } = await runLeashed(java, ['--version'], { env: process.env });
  const version = Number(/^\w+ (\d+)/m.exec(output)?.[1]);
  if (code !== 0 || !(version >= LEAST)) return { missing: `there is no Java ${LEAST} or later here` };
  const modules = await runLeashed(java, ['--list-modules'], { env: process.env });
  if (!modules.output.includes('jdk.compiler@')) return { missing: 'the Java that is here has no compiler' };
  return { java };
}
