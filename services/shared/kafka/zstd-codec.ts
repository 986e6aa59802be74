/** Teaches kafkajs to read and write zstd, which it leaves to its users; without it a compressed batch stops a consumer. */

import { promisify } from 'node:util';
import { zstdCompressSync, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';

const decompress = promisify(zstdDecompress);

/** For every client of this process. */
export function addZstdCodec(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    async compress({ buffer }: { readonly buffer: Buffer }): Promise<Buffer> {
      return zstdCompressSync(buffer);
    },
    decompress: async (buffer: Buffer): Promise<Buffer> => decompress(buffer),
  });
}
