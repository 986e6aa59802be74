/**
 * Records every POST to a door of an adapter from outside the door: what came, what was answered, and, where somebody
 * will want to look again, the body. Register it before the doors. It adds about a microsecond to a request, after the
 * answer is on its way; a door is never slowed or failed by it.
 */
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onResponseHookHandler,
  preSerializationHookHandler,
  RouteOptions,
} from 'fastify';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { keptPointer, type ReadAnswer, readAnswer } from './answer.ts';
import { clientClassOf } from './client-class.ts';
import { BODY_KEPT_MAX, type KeptRequest } from './kept-body.ts';
import type { SubmissionState } from './note.ts';
import type { BodyToKeep, SubmissionRecorder } from './recorder.ts';
import { isReplay } from './replay.ts';
import { type ListedSubmission, outcomeOf, type Submission } from './submission.ts';

/** POSTs that bring no submission: a session's request holds a password, which is never kept. */
const NO_DOORS: ReadonlySet<string> = new Set(['/v1/national-sync/session', '/v1/submissions/:id/validate']);
/** What is taken here is in the log as it was sent, so that accepted bodies are not kept twice. */
const CLOUD_EVENT_DOORS: ReadonlySet<string> = new Set(['/v1/events', '/v1/shared-papers']);

/** Watches the doors that are added after it. */
export function recordSubmissions(app: FastifyInstance, recorder: SubmissionRecorder): void {
  app.decorateRequest('submission', null);
  app.addHook('onRoute', (route) => {
    if (!isDoor(route)) return;
    const path = route.url;
    const seeAnswer: preSerializationHookHandler = (request, _reply, payload, done) => {
      (request.submission ??= {}).payload = payload;
      done(null, payload);
    };
    const recordIt: onResponseHookHandler = (request, reply, done) => {
      if (!isReplay(request)) record(recorder, path, request, reply);
      done();
    };
    route.preSerialization = [...listOf(route.preSerialization), seeAnswer];
    route.onResponse = [...listOf(route.onResponse), recordIt];
  });
}

function listOf<T>(hooks: T | T[] | undefined): T[] {
  if (hooks === undefined) return [];
  return Array.isArray(hooks) ? hooks : [hooks];
}

function isDoor({ method, url }: RouteOptions): boolean {
  const isPost = method === 'POST' || (Array.isArray(method) && method.includes('POST'));
  return isPost && url.startsWith('/v1/') && !NO_DOORS.has(url);
}

function record(
  recorder: SubmissionRecorder,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const state = request.submission ?? {};
  const answer = readAnswer(state.payload);
  const submission = submissionOf(path, request, reply, state, answer);
  const { outcome, dryRun } = submission;
  const defects = state.defects ?? [];
  const isPlain = outcome === 'ACCEPTED' && defects.length === 0;
  const listed = (): ListedSubmission => listedOf(submission, request.id, answer, state);
  if (isPlain && (dryRun || CLOUD_EVENT_DOORS.has(path))) recorder.takePlain(submission, listed);
  else recorder.take(listed(), bodyOf(submission, request));
}

function submissionOf(
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
  state: SubmissionState,
  answer: ReadAnswer,
): Submission {
  const { headers } = request;
  const status = reply.statusCode;
  const counts = state.counts ?? answer.counts;
  return {
    path,
    contentType: (headers['content-type'] ?? '').slice(0, 100),
    sender: senderOf(state, answer, request),
    client: clientClassOf(request.socket.remoteAddress),
    dryRun: isDryRun(request.query),
    status,
    outcome: outcomeOf(status, answer.problem, counts),
    problem: answer.problem,
    at: Math.round(Date.now() - reply.elapsedTime),
    bytes: bytesOf(request),
    counts,
  };
}

function listedOf(
  submission: Submission,
  id: string,
  { faults, faultCount }: ReadAnswer,
  { defects = [] }: SubmissionState,
): ListedSubmission {
  const told = defects.map((defect) =>
    defect.pointer === undefined ? defect : { ...defect, pointer: keptPointer(defect.pointer) },
  );
  return { ...submission, id, faults, faultCount, defects: told };
}

/** Of a batch of several agencies: the first. A text that is no agency is nobody. */
function senderOf(
  { sender }: SubmissionState,
  { source }: ReadAnswer,
  { headers, body }: FastifyRequest,
): string | null {
  const stated = sender ?? agencyOf(source ?? headers['ce-source'] ?? sourceIn(body));
  return stated === undefined ? null : (normaliseAgencyCode(stated.slice(0, 40)) ?? null);
}

const SOURCE_ROOT = '/agencies/';

function agencyOf(source: unknown): string | undefined {
  if (typeof source !== 'string' || !source.startsWith(SOURCE_ROOT)) return undefined;
  const end = source.indexOf('/', SOURCE_ROOT.length);
  return source.slice(SOURCE_ROOT.length, end === -1 ? undefined : end);
}

const SOURCE_LOOKED_FOR_IN = 16 * 1024;

/** The first source that the bytes of a refused message name. */
function sourceIn(body: unknown): string | undefined {
  if (!Buffer.isBuffer(body)) return undefined;
  const text = body.toString('latin1', 0, SOURCE_LOOKED_FOR_IN);
  return /"source"\s{0,8}:\s{0,8}"([^"]{1,200})"/.exec(text)?.[1];
}

function isDryRun(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === 'true';
}

function bytesOf({ bodyBytes, body, headers }: FastifyRequest): number {
  if (bodyBytes !== undefined) return bodyBytes.length;
  if (Buffer.isBuffer(body)) return body.length;
  const stated = Number(headers['content-length'] ?? 0);
  return Number.isSafeInteger(stated) ? stated : 0;
}

/** Statuses of a door that has read the message and says something of it. */
const READ = new Set([200, 202, 207, 400, 403, 409, 422, 500]);

function bodyOf({ status, problem, dryRun, outcome }: Submission, request: FastifyRequest): BodyToKeep {
  if (!READ.has(status) && problem !== 'DELIVERY_UNKNOWN') return 'NOT_READ';
  if (dryRun && outcome === 'ACCEPTED') return 'NOT_KEPT';
  const body = request.bodyBytes ?? (Buffer.isBuffer(request.body) ? request.body : undefined);
  if (body === undefined) return 'NOT_READ';
  return body.length > BODY_KEPT_MAX ? 'TOO_LARGE' : requestOf(request, body);
}

function requestOf({ url, headers }: FastifyRequest, body: Buffer): KeptRequest {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    (name === 'content-type' || name.startsWith('ce-')) && typeof value === 'string' ? [[name, value]] : [],
  );
  return { url, headers: Object.fromEntries(kept), body };
}
