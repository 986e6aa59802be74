/**
 * `GET /v1/receipts?source=&id=`: what became of a fact. `subject` makes the search whole and fast; `position`, from a
 * receipt, asks about that copy of several. Nothing personal: places in the log, and why.
 */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { type Place, positionOf } from './copies.ts';
import type { Answered, FindReceipt } from './find-receipt.ts';
import { RECEIPTS_SCHEMA } from './receipts-schema.ts';

interface ReceiptRequest {
  Querystring: {
    readonly source: string;
    readonly id: string;
    readonly subject?: string;
    readonly position?: string;
  };
}

/** Questions that are answered at once; each may wait for the log. */
const AT_ONCE_MAX = 20;

/** Adds the door. */
export function addReceiptsDoor(app: FastifyInstance, findReceipt: FindReceipt): void {
  let asking = 0;
  app.get<ReceiptRequest>('/v1/receipts', { schema: RECEIPTS_SCHEMA }, async ({ query }) => {
    const { source, id, subject } = query;
    if (asking >= AT_ONCE_MAX) throw new ProblemError('OVERLOADED');
    asking += 1;
    try {
      const found = await findReceipt({ source, id, subject, at: placeOf(query.position) });
      return { source, id, ...viewOf(found) };
    } finally {
      asking -= 1;
    }
  });
}

function placeOf(position: string | undefined): Place | undefined {
  if (position === undefined) return undefined;
  const [, topic, partition, offset] = /^([\w.-]{1,200})\/(\d{1,5})\/(\d{1,15})$/.exec(position) ?? [];
  if (topic !== undefined) return { topic, partition: Number(partition), offset: Number(offset) };
  throw new MessageFault(400, [
    {
      pointer: '/querystring/position',
      code: 'FORM',
      expected: 'the position of a receipt: topic/partition/offset',
    },
  ]);
}

function viewOf({ status, place, stands, recordedAt, reason, search }: Answered) {
  return {
    status,
    ...(place !== undefined && { ...plain(place), position: positionOf(place) }),
    ...(stands !== undefined && { stands: positionOf(stands) }),
    ...(recordedAt !== undefined && { recordedAt: formatInstant(recordedAt) }),
    ...(reason !== undefined && { reason }),
    search,
  };
}

function plain({ topic, partition, offset }: Place): Place {
  return { topic, partition, offset };
}
