/** What can go wrong between a draft and its acknowledgement, as the problem that the caller is told. */
import { InvalidValueError } from '#shared/avro/codec.ts';
import { ProblemError } from '#shared/http/problems.ts';
import {
  DeliveryUnknownError,
  ProducerFullError,
  RecordRefusedError,
} from '#shared/kafka/producer-errors.ts';
import { KeyDestroyedError, KeysUnavailableError } from '#shared/sealing/key-store.ts';

/** A ProblemError for what is expected to happen; any other error as it is. */
export function publishingProblem(error: unknown): unknown {
  if (error instanceof ProducerFullError) return new ProblemError('LOG_FULL', { cause: error });
  if (error instanceof DeliveryUnknownError) return new ProblemError('DELIVERY_UNKNOWN', { cause: error });
  if (error instanceof KeysUnavailableError) return new ProblemError('KEYS_UNAVAILABLE', { cause: error });
  if (error instanceof RecordRefusedError) return new ProblemError('BODY_TOO_LARGE', { cause: error });
  if (error instanceof KeyDestroyedError) {
    const fault = {
      pointer: '',
      code: 'ERASED',
      expected: 'nobody whose data were erased',
      hint: 'one of the persons of this message was erased; the hub may keep nothing about them',
    };
    return new ProblemError('MESSAGE_REFUSED', { errors: [fault], cause: error });
  }
  if (error instanceof InvalidValueError) {
    const errors = error.faults.map((fault) => ({ ...fault, code: 'TYPE' }));
    return new ProblemError('MESSAGE_REFUSED', { errors, cause: error });
  }
  return error;
}
