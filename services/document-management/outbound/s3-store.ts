/**
 * Objects in a bucket of an S3-compatible storage, addressed by path. Every answer but the expected ones, and none in
 * time, means that the storage is not available. Redirections are not followed: nothing is sent where nobody meant it.
 */
import { type ObjectStore, StorageUnavailableError } from './attachment-store.ts';
import { type S3Credentials, signedHeaders, type UnsignedRequest } from './signature-v4.ts';

export interface S3Options {
  /** `https://storage.example:9000/bucket`. */
  readonly bucketUrl: string;
  readonly region: string;
  readonly credentials: S3Credentials;
}

const ANSWER_MS_MAX = 20_000;
const NOTHING = Buffer.alloc(0);
/** Largest sealed file that is read back. */
const OBJECT_BYTES_MAX = 64 * 1024 * 1024;

/** A store in a bucket that exists already. */
export function s3Store({ bucketUrl, region, credentials }: S3Options): ObjectStore {
  const bucket = bucketUrl.endsWith('/') ? bucketUrl : `${bucketUrl}/`;

  async function ask(method: UnsignedRequest['method'], name: string, body: Buffer): Promise<Response> {
    const url = new URL(name, bucket);
    const at = new Date();
    const headers = signedHeaders({ method, url, body }, credentials, { region, service: 's3', at });
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const request = { method, headers, signal, redirect: 'error' } as const;
    return fetch(url, method === 'PUT' ? { ...request, body: new Uint8Array(body) } : request);
  }

  return {
    has: (name) =>
      available(async () => {
        const { status } = await ask('HEAD', name, NOTHING);
        if (status === 200 || status === 404) return status === 200;
        throw new Error(`HEAD was answered ${status}`);
      }),
    write: (name, bytes) =>
      available(async () => {
        const answer = await ask('PUT', name, bytes);
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`PUT was answered ${answer.status}`);
      }),
    read: (name) =>
      available(async () => {
        const answer = await ask('GET', name, NOTHING);
        const isTooLarge = Number(answer.headers.get('content-length') ?? 0) > OBJECT_BYTES_MAX;
        if (isTooLarge) throw new Error('the object is larger than any that is kept');
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (answer.status === 404) return undefined;
        if (answer.status !== 200) throw new Error(`GET was answered ${answer.status}`);
        return bytes;
      }),
  };
}

async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StorageUnavailableError({ cause });
  }
}
