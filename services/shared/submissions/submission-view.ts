/** Submissions as their sender sees them. Pure. */
import { formatInstant } from '#shared/pure/time.ts';
import type { KeptRequest } from './kept-body.ts';
import { type MaskedBody, maskBody } from './mask-body.ts';
import { maskName, maskText } from './mask-text.ts';
import type { ListedRow } from './rows.ts';
import { isSafeValue } from './safe-values.ts';

/** A row; where it sums up several, `lastAt` and without `id`. */
export function viewOf(row: ListedRow) {
  const { id, submissions, path, sender, client, bytes, status, outcome, problem, body } = row;
  const isSum = id === null;
  return {
    ...(isSum ? {} : { id }),
    at: formatInstant(row.at.getTime()),
    ...(isSum ? { lastAt: formatInstant(row.last_at.getTime()) } : {}),
    submissions,
    path,
    contentType: row.content_type,
    sender,
    client,
    bytes,
    dryRun: row.dry_run,
    status,
    outcome,
    problem,
    counts: { taken: row.taken, refused: row.refused },
    faults: row.faults,
    faultCount: row.fault_count,
    defects: row.defects,
    body,
  };
}

export interface MaskedRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: MaskedBody;
}

/** What was sent, with every value in marks that is not known to be safe. */
export function maskRequest({ url, headers, body }: KeptRequest): MaskedRequest {
  const { pathname, searchParams } = new URL(url, 'http://kept.invalid');
  return {
    path: pathname,
    query: masked([...searchParams]),
    headers: masked(Object.entries(headers)),
    body: maskBody(headers['content-type'] ?? '', body),
  };
}

function masked(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map(([name, value]) => [maskName(name), isShown(name, value) ? value : maskText(value)]),
  );
}

function isShown(name: string, value: string): boolean {
  return isSafeValue(name.startsWith('ce-') ? name.slice('ce-'.length) : name, value);
}
