/** What can go wrong when records are sent, told apart by `code`. */

/** The queue is full. Nothing of the records was sent: answer 503 and let the caller come again. */
export class ProducerFullError extends Error {
  readonly code = 'PRODUCER_FULL';

  constructor(message: string) {
    super(message);
    this.name = 'ProducerFullError';
  }
}

/** Not acknowledged in time: the records may be in the log or not. Answer 503 "send again with the same id". */
export class DeliveryUnknownError extends Error {
  readonly code = 'DELIVERY_UNKNOWN';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeliveryUnknownError';
  }
}

/** The records can never be sent as they are: too large, or to a topic or partition that is not there. */
export class RecordRefusedError extends Error {
  readonly code = 'RECORD_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'RecordRefusedError';
  }
}
