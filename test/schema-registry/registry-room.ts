// A schema registry of one's own on the run's Kafka, spoken to over HTTP.

import pino from 'pino';
import { type RunningRegistry, startRegistry } from '../../services/schema-registry/app.ts';
import { kafkaBrokers } from '../support/stack.ts';

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

/** Starts a registry on any free port. */
export async function startTestRegistry(topicPrefix: string): Promise<RunningRegistry> {
  const level = process.env['LOG_LEVEL'] ?? 'silent';
  const brokers = [await kafkaBrokers()];
  return startRegistry(
    { brokers, host: '127.0.0.1', port: 0, topicPrefix, logLevel: level },
    pino({ level }),
  );
}

/** Status and body of an answer. */
export type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown };

/** Calls the registry as Confluent's clients do. */
export async function call(
  registry: RunningRegistry,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers = { accept: MEDIA_TYPE, ...(body === undefined ? {} : { 'content-type': MEDIA_TYPE }) };
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${registry.address}${path}`, { method, headers, ...sent });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

/** The body of a request that carries a schema. */
export function carrying(schema: unknown): { readonly schema: string } {
  return { schema: JSON.stringify(schema) };
}

/** A record schema with these fields. */
export function recordSchema(name: string, ...fields: readonly object[]): object {
  return { type: 'record', name, namespace: 'vn.gov.test', fields };
}
