/** Who encodes what a producer sends, and whether it is compressed. */
import kafkajs, { type CompressionTypes } from 'kafkajs';
import { ownEncoding } from './kafkajs-encoding.ts';
import type { BatchCompression } from './record-batch.ts';

/** `own` is this project's one-pass encoder; `kafkajs` the way back, should it ever be at fault. */
export type ProducerEncoding = {
  readonly encoder: 'own' | 'kafkajs';
  readonly compression: BatchCompression;
};

export const DEFAULT_ENCODING: ProducerEncoding = { encoder: 'own', compression: 'none' };

/** What kafkajs is told as compression, so that records travel so. */
export function compressionFor({ encoder, compression }: ProducerEncoding): CompressionTypes {
  if (encoder === 'own') return ownEncoding(compression);
  return compression === 'zstd' ? kafkajs.CompressionTypes.ZSTD : kafkajs.CompressionTypes.None;
}
