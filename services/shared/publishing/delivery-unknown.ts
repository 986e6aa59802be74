/** Nobody knows whether the records came into the log: says so, and where to ask for each of them. */
import { ProblemError } from '#shared/http/problems.ts';
import { DeliveryUnknownError } from '#shared/kafka/producer-errors.ts';
import type { KeyedDraft } from './compose-event.ts';

/** Facts that are named in one problem. */
const NAMED_MAX = 20;

/** A problem with the address of each fact's receipt, where the outcome is unknown; any other error as it is. */
export function askForReceipts(error: unknown, drafts: readonly KeyedDraft[]): unknown {
  if (!(error instanceof DeliveryUnknownError)) return error;
  const errors = drafts.slice(0, NAMED_MAX).map(({ key, draft: { source, id } }) => ({
    pointer: '',
    code: 'DELIVERY_UNKNOWN',
    expected: 'an acknowledgement of the log',
    hint: `send it again with the same id, or ask GET ${receiptUrl(source, id, key)}`,
  }));
  return new ProblemError('DELIVERY_UNKNOWN', { errors, cause: error });
}

function receiptUrl(source: string, id: string, subject: string): string {
  return `/v1/receipts?${new URLSearchParams({ source, id, subject }).toString()}`;
}
