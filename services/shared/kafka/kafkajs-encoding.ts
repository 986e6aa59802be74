/**
 * The one place that reaches into kafkajs: its produce request is encoded by us when a producer asks for it, by what it
 * hands over as compression. Leaders, sequence numbers, retries and answers stay those of kafkajs; every other producer of
 * the process is left alone. Refuses to start on any other version than the one that was read and compared byte by byte.
 */
import { createRequire } from 'node:module';
import type { CompressionTypes } from 'kafkajs';
import { encodeProduceRequest, type ProduceRequest } from './produce-request.ts';
import type { BatchCompression } from './record-batch.ts';

const KNOWN_VERSION = '2.2.4';
/** From here on batches have format 2, and from ZSTD_FROM on a broker takes zstd (KIP-110). */
const FORMAT_2_FROM = 3;
const ZSTD_FROM = 7;

/** What kafkajs writes and reads of one request. */
type Exchange = { readonly request: { readonly encode: () => Promise<unknown> }; readonly response: unknown };
type Protocol = (of: { readonly version: number }) => (request: unknown) => Exchange;
type OwnRequest = ProduceRequest & { readonly compression: number };
type ProduceModule = { protocol: Protocol };

/**
 * Added to the number of a compression, above the bits that the format knows. kafkajs passes the number on unread until
 * the request is encoded.
 */
const OWN = 0x100;
const CODES: Readonly<Record<BatchCompression, number>> = { none: OWN, zstd: OWN + 4 };

let installed = false;

/**
 * What a producer gives kafkajs as `compression`, so that its requests are encoded by us.
 * @throws Error if kafkajs is not the version that this was written for.
 */
export function ownEncoding(compression: BatchCompression): CompressionTypes {
  if (!installed) encodeUnder(createRequire(import.meta.url));
  installed = true;
  const code = CODES[compression];
  if (!isPassedOn(code)) throw new Error(`${code} is no code of ours`);
  return code;
}

/** To kafkajs' types a code of ours is a compression: its functions carry it as one. */
function isPassedOn(code: number): code is CompressionTypes {
  return (code & OWN) !== 0;
}

/**
 * Wraps the produce request of the kafkajs that `load` finds.
 * @throws Error if it is not the version that this was written for.
 */
export function encodeUnder(load: (path: string) => unknown): void {
  const found = versionOf(load('kafkajs/package.json'));
  if (found !== KNOWN_VERSION) {
    throw new Error(
      `the own record encoder knows kafkajs ${KNOWN_VERSION}, not ${found}: set PRODUCER_ENCODER=kafkajs`,
    );
  }
  const produce = load('kafkajs/src/protocol/requests/produce');
  if (!isProduceModule(produce)) throw new Error('kafkajs has no produce request where it was');
  const stock = produce.protocol;
  produce.protocol = ({ version }) => {
    const exchange = stock({ version });
    return (request) =>
      isOwnRequest(request) ? encodedByUs(exchange(request), request, version) : exchange(request);
  };
}

function encodedByUs(exchange: Exchange, request: OwnRequest, version: number): Exchange {
  if (version < FORMAT_2_FROM) throw new Error('the broker is older than Kafka 0.11');
  const isZstd = request.compression === CODES.zstd && version >= ZSTD_FROM;
  return {
    ...exchange,
    request: {
      ...exchange.request,
      async encode() {
        const buffer = encodeProduceRequest(request, isZstd ? 'zstd' : 'none', Date.now());
        // The shape of kafkajs' own encoders, which it asks for the one and reads the other of.
        return { buf: buffer, buffer };
      },
    },
  };
}

function versionOf(manifest: unknown): string {
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}

function isProduceModule(module: unknown): module is ProduceModule {
  return (
    typeof module === 'object' &&
    module !== null &&
    'protocol' in module &&
    typeof module.protocol === 'function'
  );
}

function isOwnRequest(request: unknown): request is OwnRequest {
  return (
    typeof request === 'object' &&
    request !== null &&
    'topicData' in request &&
    'compression' in request &&
    typeof request.compression === 'number' &&
    (request.compression & OWN) !== 0
  );
}
