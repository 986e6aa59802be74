/** Lines in portions that the door takes: well below its limits, so that an answer comes soon and progress shows. */
import type { FileLine } from './file-lines.ts';

const CHUNK_BYTES_MAX = 1024 * 1024;
const CHUNK_LINES_MAX = 200;

/** Portions in the order of the file; a line that is larger than a portion goes alone. */
export async function* chunksOf(lines: AsyncIterable<FileLine>): AsyncGenerator<readonly FileLine[]> {
  let chunk: FileLine[] = [];
  let size = 0;
  for await (const line of lines) {
    const isFull = size + line.bytes.length > CHUNK_BYTES_MAX || chunk.length === CHUNK_LINES_MAX;
    if (isFull && chunk.length > 0) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(line);
    size += line.bytes.length + 1;
  }
  if (chunk.length > 0) yield chunk;
}
