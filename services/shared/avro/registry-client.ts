/**
 * A client of any server with the Confluent REST contract. Ids never change their meaning, so what was read once is
 * kept. Errors say by `code` and `transient` whether to come again or to give up.
 */
import { parseSchema, type SchemaJson } from './schema-tree.ts';

/** What a failed call means. Only UNREACHABLE and UNAVAILABLE pass by themselves. */
export type SchemaRegistryErrorCode =
  /** No answer: refused, reset, or too late. */
  | 'UNREACHABLE'
  /** The registry answers, but cannot serve now (429, 5xx). */
  | 'UNAVAILABLE'
  /** No such schema or subject (404). */
  | 'NOT_FOUND'
  /** The schema cannot read what former versions wrote (409). */
  | 'INCOMPATIBLE'
  /** The request or the schema is not valid (422 and other 4xx), or the answer is not one of a registry. */
  | 'REFUSED';

/** A failed call; the message carries the registry's own words. */
export class SchemaRegistryError extends Error {
  readonly code: SchemaRegistryErrorCode;
  /** Whether the same call may succeed later. */
  readonly transient: boolean;

  constructor(code: SchemaRegistryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SchemaRegistryError';
    this.code = code;
    this.transient = code === 'UNREACHABLE' || code === 'UNAVAILABLE';
  }
}

/** The calls that services need. All throw SchemaRegistryError. */
export type SchemaRegistryClient = {
  /** Registers a schema (its text as JSON), or finds it; gives its id. */
  readonly register: (subject: string, schema: string) => Promise<number>;
  /** The schema of an id; the same object each time. */
  readonly schemaById: (id: number) => Promise<SchemaJson>;
};

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

/** `url` as in SCHEMA_REGISTRY_URL. */
export function createSchemaRegistryClient({
  url,
  timeoutMs = 10_000,
}: {
  readonly url: string;
  readonly timeoutMs?: number;
}): SchemaRegistryClient {
  const base = url.replace(/\/+$/, '');
  const schemas = new Map<number, Promise<SchemaJson>>();

  async function call(path: string, body?: unknown): Promise<unknown> {
    const headers = { accept: CONTENT_TYPE, ...(body === undefined ? {} : { 'content-type': CONTENT_TYPE }) };
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await request(`${base}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status >= 200 && answer.status < 300) return answer.json;
    throw new SchemaRegistryError(
      codeOf(answer.status),
      `${path}: ${answer.status} ${messageOf(answer.json)}`,
    );
  }

  async function fetchSchema(id: number): Promise<SchemaJson> {
    const text = member(await call(`/schemas/ids/${id}`), 'schema');
    if (typeof text === 'string') return parseSchema(text);
    throw new SchemaRegistryError('REFUSED', `the answer for schema ${id} has no schema`);
  }

  return {
    async register(subject, schema) {
      const id = member(await call(`/subjects/${encodeURIComponent(subject)}/versions`, { schema }), 'id');
      if (typeof id === 'number') return id;
      throw new SchemaRegistryError('REFUSED', `the answer for ${subject} has no id`);
    },
    schemaById(id) {
      const known = schemas.get(id);
      if (known !== undefined) return known;
      const asked = fetchSchema(id);
      schemas.set(id, asked);
      asked.catch(() => schemas.delete(id)); // an error is not kept: the schema may be registered by then
      return asked;
    },
  };
}

type Answer = { readonly status: number; readonly json: unknown };

async function request(url: string, init: RequestInit): Promise<Answer> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, init);
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new SchemaRegistryError('UNREACHABLE', `no answer from the schema registry at ${url}`, { cause });
  }
  try {
    return { status, json: JSON.parse(text) };
  } catch {
    return { status, json: undefined };
  }
}

function codeOf(status: number): SchemaRegistryErrorCode {
  if (status === 404) return 'NOT_FOUND';
  if (status === 409) return 'INCOMPATIBLE';
  return status === 429 || status >= 500 ? 'UNAVAILABLE' : 'REFUSED';
}

function messageOf(json: unknown): string {
  const message = member(json, 'message');
  return typeof message === 'string' ? message : 'without a message';
}

function member(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
}
