/** Who asks, as far as the request says: kept beside every decision about delivery. */
import type { FastifyRequest } from 'fastify';

const NAME_LENGTH_MAX = 200;

/** The header `Hub-User`; undefined where it is missing. */
export function operatorName({ headers }: FastifyRequest): string | undefined {
  const name = headers['hub-user'];
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, NAME_LENGTH_MAX) : undefined;
}
