/** Where the bytes of attachments are kept, by their SHA-256. Behind it stands a folder or an S3-compatible storage. */

/** Objects by name; each is written once and never changed. */
export interface ObjectStore {
  has(name: string): Promise<boolean>;
  /** Resolves once the object is durable; a second write of the same name does no harm. */
  write(name: string, bytes: Buffer): Promise<void>;
  /** Undefined if there is none. */
  read(name: string): Promise<Buffer | undefined>;
}

/** The storage is full, gone, or refuses us. Nothing may be published that refers to what it should hold. */
export class StorageUnavailableError extends Error {
  readonly code = 'STORAGE_UNAVAILABLE';

  constructor(options?: ErrorOptions) {
    super('attachments cannot be kept at the moment', options);
    this.name = 'StorageUnavailableError';
  }
}
