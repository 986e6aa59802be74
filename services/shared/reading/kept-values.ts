/** Kept values as facts, for folds that open nothing: unlike WrittenValues it remembers no schema of sealed parts. */
import type { DecodeValue as DecodeAny } from '#shared/avro/event-decoder.ts';
import type { DecodedValue, DecodeValue } from './fact-rows.ts';

/** Decodes what the projector has kept. @throws Error for a value that this version does not understand. */
export function keptValues(decode: DecodeAny): DecodeValue {
  return (value) => {
    const decoded = decode(value);
    return decoded instanceof Promise
      ? decoded.then((later) => withReplacement(later, decode))
      : withReplacement(decoded, decode);
  };
}

type Decoded = Awaited<ReturnType<DecodeAny>>;

/** With what takes a correction's target's place. */
function withReplacement(decoded: Decoded, decode: DecodeAny): DecodedValue | Promise<DecodedValue> {
  const event = understood(decoded);
  if (event.eventName !== 'FactCorrected') return { event };
  const inside = decode(event.fact);
  return inside instanceof Promise
    ? inside.then((later) => ({ event, replacement: understood(later) }))
    : { event, replacement: understood(inside) };
}

function understood(decoded: Decoded) {
  if (decoded.kind === 'event') return decoded.event;
  const why = decoded.kind === 'broken' ? decoded.reason : `${decoded.recordName} is not known`;
  throw new Error(`a kept value cannot be read: ${why}`);
}
