/** The code of the default algorithm, packed at synth time and published as an asset: what runs is what was deployed. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { codeArchive } from '../../../runtimes/code-archive.ts';
import { ROOT } from '../../config/root.ts';

const SOURCES = path.join(ROOT, 'lib', 'runtimes', 'tabular');

export class RuntimeCode extends Construct {
  /** s3:// address of the archive. */
  readonly url: string;
  /** SHA-256 of the archive, hex. */
  readonly digest: string;
  readonly bucketArn: string;
  readonly objectKey: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const archive = codeArchive(SOURCES);
    this.digest = createHash('sha256').update(archive).digest('hex');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-runtime-'));
    try {
      const file = path.join(folder, 'sourcedir.tar.gz');
      writeFileSync(file, archive);
      const asset = new Asset(this, 'Archive', {
        path: file,
        assetHashType: AssetHashType.CUSTOM,
        assetHash: this.digest,
      });
      this.url = asset.s3ObjectUrl;
      this.bucketArn = asset.bucket.bucketArn;
      this.objectKey = asset.s3ObjectKey;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
