/** Who encodes what a producer sends, and whether it is compressed: PRODUCER_ENCODER and PRODUCER_COMPRESSION. */
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

/** Reads the two variables; not set means the default. What is wrong is added to `faults`. */
export function readProducerEncoding(environment: NodeJS.ProcessEnv, faults: string[]): ProducerEncoding {
  const choice = <Word extends string>(name: string, words: readonly Word[], unset: Word): Word => {
    const given = environment[name] ?? '';
    const found = words.find((word) => word === given);
    if (found === undefined && given !== '') faults.push(`${name} is not one of ${words.join(', ')}`);
    return found ?? unset;
  };
  const { encoder, compression } = DEFAULT_ENCODING;
  return {
    encoder: choice('PRODUCER_ENCODER', ['own', 'kafkajs'], encoder),
    compression: choice('PRODUCER_COMPRESSION', ['none', 'zstd'], compression),
  };
}
