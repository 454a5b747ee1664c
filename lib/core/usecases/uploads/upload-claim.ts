/** The identity of an object that arrived: equal for every delivery of its event, different for every version of it. */
import { sha256Hex } from '../../contracts/digest.ts';

export interface ArrivedObject {
  bucket: string;
  /** As S3 keeps it; EventBridge does not encode it. */
  key: string;
  versionId?: string | undefined;
  size?: number | undefined;
}

/** SHA-256 in hex of bucket, key and version id with NUL between them, which none of them can hold. */
export const uploadHash = ({ bucket, key, versionId = '' }: ArrivedObject): string =>
  sha256Hex([bucket, key, versionId].join('\0'));
