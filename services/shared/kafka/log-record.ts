/** kafkajs' message as the record that the rest of the hub knows. */
import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from './delivery.ts';

/** Offsets stay exact up to 2^53. */
export function recordOf(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    // Only when asked for: most records become rows without a look at their headers.
    get headers() {
      return headersOf(message);
    },
  };
}

/** Of a header that occurs twice the last counts. */
function headersOf(message: KafkaMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) headers[name] = last.toString();
  }
  return headers;
}
