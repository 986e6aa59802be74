/**
 * Keeps the files of documents sealed and content-addressed (ADR 35): the same content once, whoever sends it, however
 * often. `read` gives the bytes only if they are still those of their hash. No door reads them: that needs rights, and
 * an entry in the ledger.
 */
import type { MasterKey } from '#shared/sealing/master-key.ts';
import type { AttachedFile } from '../core/attachments.ts';
import type { ObjectStore } from './attachment-store.ts';
import { openFile, sealFile } from './sealed-file.ts';

export interface Attachments {
  /**
   * Resolves once all of them are durable.
   * @throws StorageUnavailableError; then some may be kept, which does no harm.
   */
  keep(files: readonly AttachedFile[]): Promise<void>;
  /**
   * The bytes of a hash; undefined if they are not kept.
   * @throws StorageUnavailableError; Error if they were tampered with.
   */
  read(sha256: string): Promise<Buffer | undefined>;
}

export function createAttachments(store: ObjectStore, masterKey: MasterKey): Attachments {
  return {
    async keep(files) {
      const byHash = new Map(files.map((file) => [file.sha256, file.bytes]));
      // One after another: memory holds one sealed copy at a time.
      for (const [sha256, bytes] of byHash)
        if (!(await store.has(sha256))) await store.write(sha256, sealFile(bytes, sha256, masterKey));
    },
    async read(sha256) {
      const sealed = await store.read(sha256);
      return sealed === undefined ? undefined : openFile(sealed, sha256, masterKey);
    },
  };
}
