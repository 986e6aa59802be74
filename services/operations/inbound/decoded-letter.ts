/** What a decoder makes of a dead letter's value: the event with its personal parts masked, or why there is none. */
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import type { Letter } from '../core/dead-letter-view.ts';
import { showEvent } from './shown-event.ts';

/** @throws what may pass: a schema registry that does not answer. */
export async function decodedLetter(decode: DecodeValue, letter: Letter): Promise<unknown> {
  if (letter.value === null) return { kind: 'broken', code: 'NO_VALUE', reason: 'the record has no value' };
  const decoded = await decode(letter.value);
  if (decoded.kind !== 'event') return decoded;
  const { event } = decoded;
  const fact = {
    event,
    factId: factIdOf(event.source, event.id),
    bodyHash: uuidText(event.bodyHash),
    position: { topic: letter.topic, partition: letter.partition, offset: String(letter.offset) },
  };
  return { kind: 'event', event: showEvent(fact, letter.aggregateKey ?? '') };
}
