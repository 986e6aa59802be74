/** The body of a produce request, versions 3 to 7, in one buffer: every partition's batch is written where it stays. */
import { ByteWriter } from './byte-writer.ts';
import { type BatchCompression, type BatchRecord, writeRecordBatch } from './record-batch.ts';

/** What kafkajs hands over to be encoded. Partitions come as the keys of an object. */
export type ProduceRequest = {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: string | number;
      readonly firstSequence: number;
      readonly messages: readonly BatchRecord[];
    }[];
  }[];
};

/** Room for the fields around the values; the buffer grows where they need more. */
const REQUEST_BYTES = 256;
const BATCH_BYTES = 128;
const RECORD_BYTES = 512;

/** The encoded body; every record has the time `now`, in milliseconds since 1970. */
export function encodeProduceRequest(
  request: ProduceRequest,
  compression: BatchCompression,
  now: number,
): Buffer {
  const { acks, timeout, transactionalId, topicData } = request;
  const producerId = BigInt(request.producerId);
  const out = new ByteWriter(roomFor(request));
  if (transactionalId === undefined || transactionalId === null) out.int16(-1);
  else out.string(transactionalId);
  out.int16(acks);
  out.int32(timeout);
  out.int32(topicData.length);
  for (const { topic, partitions } of topicData) {
    out.string(topic);
    out.int32(partitions.length);
    for (const { partition, firstSequence, messages } of partitions) {
      out.int32(Number(partition));
      const lengthAt = out.at;
      out.int32(0);
      const producer = { producerId, producerEpoch: request.producerEpoch, firstSequence };
      writeRecordBatch(out, messages, producer, now, compression);
      out.bytes.writeInt32BE(out.at - lengthAt - 4, lengthAt);
    }
  }
  return out.bytes.subarray(0, out.at);
}

function roomFor({ topicData }: ProduceRequest): number {
  let room = REQUEST_BYTES;
  for (const { partitions } of topicData) {
    for (const { messages } of partitions) {
      room += BATCH_BYTES;
      for (const { value } of messages) room += RECORD_BYTES + value.length;
    }
  }
  return room;
}
