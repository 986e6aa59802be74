/** `limit` and `cursor` of a list, as its schema has let them through. */
import type { PageRequest } from '../core/pages.ts';

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 500;

export interface PageQuery {
  readonly limit?: string;
  readonly cursor?: string;
}

/** The page that is asked for. */
export function pageAsked({ limit, cursor }: PageQuery): PageRequest {
  const asked = limit === undefined ? LIMIT_DEFAULT : Number(limit);
  return { limit: Math.min(asked, LIMIT_MAX), ...(cursor !== undefined && { cursor }) };
}
