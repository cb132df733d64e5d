import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** The id that stands for "no such file" in git's diffs. */
export const NO_BLOB = '0'.repeat(40);

/** The name git gives a text as an object: 40 hexadecimal digits of SHA-1 over `blob <bytes>\0` and the UTF-8 bytes. */
export function blobId(text: string): string {
  const bytes = utf8ToBytes(text);
  return bytesToHex(sha1(concatBytes(utf8ToBytes(`blob ${bytes.length}\0`), bytes)));
}

/**
 * An identity made of what `parts` say: the first 16 hexadecimal digits of SHA-256. The parts are joined as a JSON array, so that two
 * different lists never read the same.
 */
export function fingerprint(parts: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 16);
}
