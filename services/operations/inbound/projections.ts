/**
 * `/v1/projections`: what operators see of the projections and want of them. Every wish is one transaction in
 * PostgreSQL, so it is done or refused when the answer comes; projectors follow within a second.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GROUP_NAMES, type GroupName, isGroupName } from '#schemas/read-models/groups.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import { differences } from '#shared/read-models/difference.ts';
import { generationStates } from '#shared/read-models/generation.ts';
import type { NextOffsets } from '#shared/read-models/generation-positions.ts';
import { pauseProjection, resumeProjection } from '#shared/read-models/pausing.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { askForRebuild, cancelRebuild } from '#shared/read-models/rebuilding.ts';
import { DeliveryRefusal } from '#shared/read-models/refusal.ts';
import { dropEarlier, rollBack, swapIn } from '#shared/read-models/swapping.ts';
import { type ProjectionFound, viewProjection } from '../core/projection-view.ts';
import { operatorName } from './operator-name.ts';
import { DIFFERENCE_SCHEMA, LIST_SCHEMA, ONE_SCHEMA, wishSchema } from './projections-docs.ts';

export interface ProjectionParts {
  readonly pool: Pool;
  readonly find: (only?: GroupName) => Promise<readonly ProjectionFound[]>;
  /** Where the log of the group's topic ends, asked now. */
  readonly logEnds: (group: GroupName) => Promise<NextOffsets>;
}

interface Named {
  readonly Params: { readonly name: string };
}

export function addProjections(app: FastifyInstance, parts: ProjectionParts): void {
  app.get('/v1/projections', { schema: LIST_SCHEMA }, async () => ({
    projections: (await parts.find()).map(viewProjection),
  }));
  app.get<Named>('/v1/projections/:name', { schema: ONE_SCHEMA }, ({ params }) => show(parts, params.name));
  addDifference(app, parts);
  for (const wish of WISHES) addWish(app, parts, wish);
}

interface WishBody {
  readonly reason?: string;
  readonly failuresMax?: number;
  readonly automatic?: boolean;
  readonly acceptNewDeadLetters?: boolean;
}

interface Wish {
  readonly name: string;
  readonly summary: string;
  readonly body: readonly (keyof WishBody)[];
  readonly grant: (
    parts: ProjectionParts,
    decision: { readonly group: GroupName; readonly by: string | undefined },
    body: WishBody,
  ) => Promise<unknown>;
}

const WISHES: readonly Wish[] = [
  {
    name: 'pause',
    summary: 'Stops feeding the live generation; survives restarts',
    body: ['reason'],
    grant: ({ pool }, decision, { reason }) => pauseProjection(pool, { ...decision, reason }),
  },
  {
    name: 'resume',
    summary: 'Ends a pause or a halt',
    body: ['failuresMax'],
    grant: ({ pool }, decision, { failuresMax }) => resumeProjection(pool, { ...decision, failuresMax }),
  },
  {
    name: 'rebuild',
    summary: 'Builds a new generation beside the live one, from the beginning of the log',
    body: ['automatic'],
    grant: ({ pool }, decision, { automatic = false }) => askForRebuild(pool, { ...decision, automatic }),
  },
  {
    name: 'swap',
    summary: 'Makes the rebuild the live generation, once it is at or past the live position everywhere',
    body: ['acceptNewDeadLetters'],
    grant: async ({ pool, logEnds }, decision, { acceptNewDeadLetters = false }) =>
      swapIn(pool, {
        ...decision,
        ends: await logEnds(decision.group),
        acceptsNewDeadLetters: acceptNewDeadLetters,
      }),
  },
  {
    name: 'cancel',
    summary: 'Drops the rebuild; the live generation is not touched',
    body: [],
    grant: ({ pool }, decision) => cancelRebuild(pool, decision),
  },
  {
    name: 'roll-back',
    summary: 'Makes the generation before the live one live again; it goes on from its own positions',
    body: [],
    grant: ({ pool }, decision) => rollBack(pool, decision),
  },
  {
    name: 'drop-earlier',
    summary: 'Drops the generation before the live one',
    body: [],
    grant: ({ pool }, decision) => dropEarlier(pool, decision),
  },
];

function addWish(app: FastifyInstance, parts: ProjectionParts, { name, summary, body, grant }: Wish): void {
  app.post<Named & { Body: WishBody | undefined }>(
    `/v1/projections/:name/${name}`,
    { schema: wishSchema(summary, body) },
    async (request) => {
      const group = groupOf(request.params.name);
      try {
        await grant(parts, { group, by: operatorName(request) }, request.body ?? {});
      } catch (error) {
        throw problemOf(error);
      }
      return show(parts, group);
    },
  );
}

async function show(parts: ProjectionParts, name: string): Promise<Readonly<Record<string, unknown>>> {
  const [found] = await parts.find(groupOf(name));
  if (found === undefined) throw new ProblemError('NOT_READY');
  return viewProjection(found);
}

/** One comparison at a time: each reads every row of two generations. */
function addDifference(app: FastifyInstance, { pool }: ProjectionParts): void {
  let busy = false;
  app.get<Named>(
    '/v1/projections/:name/diff',
    { schema: DIFFERENCE_SCHEMA },
    async ({ params }: FastifyRequest<Named>) => {
      const group = groupOf(params.name);
      const record = (await readProjections(pool)).get(group);
      const other = record?.rebuild?.generation ?? record?.earlier;
      if (record === undefined || other === undefined) throw new ProblemError('NO_REBUILD');
      const [live, rebuilt] = [
        { group, number: record.live },
        { group, number: other },
      ];
      const states = await generationStates(pool, [live, rebuilt]);
      if (states.includes('GONE')) throw new ProblemError('NOT_READY');
      if (busy) throw new ProblemError('OVERLOADED');
      busy = true;
      try {
        const tables = await differences(pool, live, rebuilt);
        return { projection: group, live: live.number, compared: rebuilt.number, tables };
      } finally {
        busy = false;
      }
    },
  );
}

function groupOf(name: string): GroupName {
  if (isGroupName(name)) return name;
  const detail = {
    vi: `Không có mô hình đọc này. Có: ${GROUP_NAMES.join(', ')}.`,
    en: `There is no such projection. There are: ${GROUP_NAMES.join(', ')}.`,
  };
  throw new ProblemError('NOT_FOUND', { detail });
}

/** A refusal as its problem; what was found stands behind the advice. */
function problemOf(error: unknown): unknown {
  if (!(error instanceof DeliveryRefusal)) return error;
  if (error.code === 'NOT_MIGRATED') return new ProblemError('NOT_READY', { cause: error });
  return new ProblemError(error.code, { cause: error });
}
