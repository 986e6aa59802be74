/**
 * `GET /v1/submissions` (the last 30 days, newest first), `GET /v1/submissions/{id}` (with the body in marks) and
 * `POST /v1/submissions/{id}/validate` (the kept body down the same path today, as a dry run). Nothing personal is
 * shown: faults hold no values, bodies are masked.
 */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import type { Queryable } from '#shared/postgres/pool.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { parseInstant } from '#shared/pure/time.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import { readAnswer } from './answer.ts';
import { boundTo } from './bound-to.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { DayKeys } from './day-keys.ts';
import { type KeptRequest, openRequest } from './kept-body.ts';
import { replay } from './replay.ts';
import { type BoxedRow, findRow, listRows } from './rows.ts';
import { outcomeOf } from './submission.ts';
import { maskRequest, viewOf } from './submission-view.ts';
import { LIST_SCHEMA, ONE_SCHEMA, VALIDATE_SCHEMA } from './submissions-schema.ts';
import { keptSince } from './sweep.ts';

export interface SubmissionsDoor {
  readonly adapter: string;
  readonly pool: Queryable;
  readonly masterKey: MasterKey;
  readonly now?: () => number;
}

interface ListRequest {
  Querystring: {
    readonly sender?: string;
    readonly outcome?: string;
    readonly from?: string;
    readonly to?: string;
    readonly limit?: string;
    readonly cursor?: string;
  };
}

interface OneRequest {
  Params: { readonly id: string };
}

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 500;

/** Adds the three. */
export function addSubmissionsDoor(app: FastifyInstance, door: SubmissionsDoor): void {
  const keys = new DayKeys(door.pool, door.masterKey);
  const now = door.now ?? Date.now;

  async function found(id: string): Promise<BoxedRow> {
    const row = await findRow(door.pool, door.adapter, id, keptSince(now()));
    if (row === undefined) throw new ProblemError('NOT_FOUND', { detail: UNKNOWN });
    return row;
  }

  app.get<ListRequest>('/v1/submissions', { schema: LIST_SCHEMA }, async ({ query }) => {
    const limit = Math.min(query.limit === undefined ? LIMIT_DEFAULT : Number(query.limit), LIMIT_MAX);
    const { sender, outcome } = query;
    const rows = await listRows(door.pool, door.adapter, {
      sender,
      outcome,
      from: Math.max(instantOf(query.from, 'from') ?? 0, keptSince(now())),
      to: instantOf(query.to, 'to') ?? now() + 1,
      before: readCursor(query.cursor),
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined ? { cursor: cursorOf(last) } : {};
    return { items: items.map(viewOf), ...more };
  });

  app.get<OneRequest>('/v1/submissions/:id', { schema: ONE_SCHEMA }, async ({ params }) => {
    const row = await found(params.id);
    const kept = await openKept(row, keys, door.adapter);
    return { ...viewOf(row), ...(kept !== undefined && { request: maskRequest(kept) }) };
  });

  app.post<OneRequest>('/v1/submissions/:id/validate', { schema: VALIDATE_SCHEMA }, async ({ params }) => {
    const row = await found(params.id);
    const kept = await openKept(row, keys, door.adapter);
    if (kept === undefined) throw new ProblemError('NOT_FOUND', { detail: notKept(row) });
    const { status, payload } = await replay(app, kept);
    const { counts, problem, faults, faultCount } = readAnswer(payload);
    const today = {
      status,
      outcome: outcomeOf(status, problem, counts),
      problem,
      counts,
      faults,
      faultCount,
    };
    return { id: row.id, answered: { status: row.status, outcome: row.outcome }, today };
  });
}

async function openKept(row: BoxedRow, keys: DayKeys, adapter: string): Promise<KeptRequest | undefined> {
  const { box, key_day: day, id, at } = row;
  if (box === null || day === null || id === null) return undefined;
  const key = await keys.existing(day);
  return key === undefined ? undefined : openRequest(box, key, boundTo(adapter, id, at.getTime()));
}

function instantOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new MessageFault(400, [
    { pointer: `/querystring/${name}`, code: 'FORM', expected: 'an instant, RFC 3339' },
  ]);
}

const UNKNOWN = {
  vi: 'Không có lần gửi nào với mã này trong 30 ngày qua ở cửa của dịch vụ này.',
  en: 'Nothing was sent under this id to the doors of this service in the last 30 days, or it is not written yet.',
};

function notKept({ body }: BoxedRow) {
  return {
    vi: `Nội dung của lần gửi này không được giữ (${body}).`,
    en: `The body of this submission is not kept (${body}).`,
  };
}
