/** Why an operator's wish about a projection cannot be done now. Nothing has changed then. */

/** Closed: each code has its problem in the operators' API. */
export type RefusalCode =
  | 'NOT_MIGRATED'
  | 'REBUILD_UNDER_WAY'
  | 'NO_REBUILD'
  | 'REBUILD_BEHIND'
  | 'REBUILD_DOUBTFUL'
  | 'NO_EARLIER_GENERATION';

/** `message` says what was found, for a person. */
export class DeliveryRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'DeliveryRefusal';
    this.code = code;
  }
}
