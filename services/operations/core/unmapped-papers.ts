/** What senders call papers that the hub cannot tell: by its evidence, for whoever may define an alias. Pure. */
import { formatInstant } from '#shared/pure/time.ts';

/** One evidence with everything that is known of it. */
export interface UnmappedEvidence {
  /** `result:…`, `code:…`, `name:…`, as aliases are compared. */
  readonly evidence: string;
  /** As one sender sent it. */
  readonly stated: string;
  readonly papers: number;
  readonly aggregates: number;
  readonly origins: readonly string[];
  readonly agencies: readonly string[];
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  /** Codes of dossiers; shared papers stand under persons, who are not named here. */
  readonly dossiers: readonly string[];
}

export interface UnmappedPaper {
  readonly evidence: 'RESULT' | 'CODE' | 'NAME';
  /** What an alias is defined for. */
  readonly value: string;
  readonly papers: number;
  readonly aggregates: number;
  readonly origins: readonly string[];
  /** ALIAS: `POST /v1/paper-aliases`; CATALOGUE: only results, whose code a procedure must list. */
  readonly remedy: 'ALIAS' | 'CATALOGUE';
  readonly agencies: readonly string[];
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly dossiers: readonly string[];
}

export interface UnmappedFilter {
  /** Codes of one office; units below them at a dot count. */
  readonly offices?: readonly string[];
}

/** Where a page ended: the most frequent come first. */
export interface UnmappedCursor {
  readonly papers: number;
  readonly evidence: string;
}

export type ReadUnmapped = (
  filter: UnmappedFilter,
  after: UnmappedCursor | undefined,
  limit: number,
) => Promise<readonly UnmappedEvidence[]>;

const KINDS: Readonly<Record<string, UnmappedPaper['evidence']>> = {
  result: 'RESULT',
  code: 'CODE',
  name: 'NAME',
};

/** As it is shown. */
export function showUnmapped(row: UnmappedEvidence): UnmappedPaper {
  const { stated, papers, aggregates, origins, agencies, dossiers } = row;
  return {
    evidence: KINDS[row.evidence.slice(0, row.evidence.indexOf(':'))] ?? 'NAME',
    value: stated,
    papers,
    aggregates,
    origins,
    remedy: origins.every((origin) => origin === 'RESULT') ? 'CATALOGUE' : 'ALIAS',
    agencies,
    firstSeenAt: formatInstant(row.first_seen_at.getTime()),
    lastSeenAt: formatInstant(row.last_seen_at.getTime()),
    dossiers,
  };
}

export function writeUnmappedCursor({ papers, evidence }: UnmappedCursor): string {
  return Buffer.from(`${papers} ${evidence}`, 'utf8').toString('base64url');
}

/** Undefined for what no answer ever gave. */
export function readUnmappedCursor(text: string): UnmappedCursor | undefined {
  const found = /^(\d{1,9}) ((?:result|code|name):[^]*)$/.exec(
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  return found === null ? undefined : { papers: Number(found[1]), evidence: found[2] ?? '' };
}
