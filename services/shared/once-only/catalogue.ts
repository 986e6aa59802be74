/** The catalogue of procedures as data with a validity: what is asked, what it yields, what a sender's words mean. */
import type {
  PaperAliasDefinedData,
  ProcedurePublishedData,
  RequiredPaper,
  ResultType,
  SupersessionDefinedData,
} from '#schemas/generated/events.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Day, Instant } from '#shared/pure/time.ts';
import { type Agencies, NO_AGENCIES } from './agencies.ts';
import { nameEvidence } from './evidence.ts';
import { besideBuiltIn, type ReuseRules, reuseRules, withReadRows } from './imported-procedures.ts';
import { compareText } from './order.ts';
import { procedureVersions } from './procedure-versions.ts';
import { standingFacts } from './standing.ts';

export type Procedure = ProcedurePublishedData;
export type Supersession = SupersessionDefinedData;
export type { RequiredPaper, ResultType };

export class Catalogue {
  /** Versions of each procedure, the newest first. */
  readonly #versions: ReadonlyMap<string, readonly Procedure[]>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #evidences: ReadonlyMap<string, readonly string[]>;
  readonly #listings: ReadonlyMap<string, readonly Listing[]>;
  readonly #rules: ReuseRules;
  /** The first day of the built-in catalogue. */
  readonly #beginsOn: Day;
  /** What was listed for kinds that were asked for together: as many as there are procedures. */
  readonly #listed = new Map<string, readonly string[]>();
  /** Imported versions with the kinds of their rows, once they were asked for. */
  readonly #read = new Map<Procedure, Procedure>();
  readonly supersessions: readonly Supersession[];

  constructor(
    procedures: readonly Procedure[],
    aliases: readonly PaperAliasDefinedData[],
    supersessions: readonly Supersession[],
  ) {
    this.#aliases = new Map(aliases.map((alias) => [aliasEvidence(alias), alias.paperKind]));
    const aliasOf = (evidence: string): string | undefined => this.aliasOf(evidence);
    const counted = besideBuiltIn(procedures, aliasOf, ({ procedureCode }) => nationalCode(procedureCode));
    this.#rules = reuseRules(counted);
    this.#versions = versionsByCode(counted);
    this.#evidences = evidencesByKind(counted, this.#aliases);
    this.#listings = listingsByCode(this.#versions);
    this.#beginsOn = firstDayOf(counted);
    this.supersessions = supersessions;
  }

  /**
   * The version in force on a day; a local form of a code (`2.000815.000.00.00.H55`) means the national one, unless it
   * has versions of its own.
   */
  procedureOn(code: string, day: Day): Procedure | undefined {
    const national = nationalCode(code);
    const inForce = this.#versions.get(national)?.filter((version) => isInForce(version, day)) ?? [];
    const found =
      inForce.find(({ procedureCode }) => procedureCode === code) ??
      inForce.find(({ procedureCode }) => procedureCode === national) ??
      inForce[0];
    return found === undefined ? undefined : this.#withReadRows(found);
  }

  /**
   * The version by which a dossier is read: that of the day of filing. One that was filed before the catalogue begins is
   * read as on its first day (ADR 22).
   */
  procedureOfDossier(code: string, filedOn: Day): Procedure | undefined {
    return (
      this.procedureOn(code, filedOn) ??
      (filedOn < this.#beginsOn ? this.procedureOn(code, this.#beginsOn) : undefined)
    );
  }

  /** The newest version of every procedure, by code; rows of imported ones as published. */
  procedures(): readonly Procedure[] {
    return [...this.#versions.values()].flatMap((versions) => versions.slice(0, 1));
  }

  /**
   * What a result code means for a dossier of a day: as its procedure says, else as any procedure then in force says.
   * Before the catalogue begins, as on its first day.
   */
  resultType(resultCode: string, filedOn: Day, procedureCode?: string): ResultType | undefined {
    const own = procedureCode === undefined ? undefined : this.procedureOfDossier(procedureCode, filedOn);
    return (
      own?.yields.find((type) => type.resultCode === resultCode) ??
      this.#anyResultType(resultCode, filedOn) ??
      (filedOn < this.#beginsOn ? this.#anyResultType(resultCode, this.#beginsOn) : undefined)
    );
  }

  /**
   * What the code on a paper from elsewhere means. Papers are older than the catalogue: what no version of the day
   * lists is read as the first one that does.
   */
  meaningOf(resultCode: string, day: Day): ResultType | undefined {
    return this.#anyResultType(resultCode, day) ?? this.#firstResultType(resultCode);
  }

  /** The kind that an alias gives to evidence (`code:…`, `name:…`, `result:…`). */
  aliasOf(evidence: string): string | undefined {
    return this.#aliases.get(evidence);
  }

  /** Every evidence that can mean the kind: the kind itself, result codes and aliases of any version. */
  evidencesOf(paperKind: string): readonly string[] {
    return [`kind:${paperKind}`, ...(this.#evidences.get(paperKind) ?? [])];
  }

  /** Every evidence that can mean one of the kinds, in order; for the same kinds it is the same list each time. */
  evidencesOfAny(paperKinds: ReadonlySet<string>): readonly string[] {
    const key = [...paperKinds].sort(compareText).join(' ');
    const listed = this.#listed.get(key) ?? this.#list(paperKinds);
    this.#listed.set(key, listed);
    return listed;
  }

  #list(paperKinds: ReadonlySet<string>): readonly string[] {
    const evidences = new Set([...paperKinds].flatMap((kind) => this.evidencesOf(kind)));
    return [...evidences].sort(compareText);
  }

  #withReadRows(version: Procedure): Procedure {
    const read =
      this.#read.get(version) ?? withReadRows(version, (evidence) => this.aliasOf(evidence), this.#rules);
    this.#read.set(version, read);
    return read;
  }

  #anyResultType(resultCode: string, day: Day): ResultType | undefined {
    return this.#listings.get(resultCode)?.find(({ version }) => isInForce(version, day))?.type;
  }

  #firstResultType(resultCode: string): ResultType | undefined {
    const listings = this.#listings.get(resultCode) ?? [];
    const [first] = listings.toSorted((left, right) =>
      compareText(left.version.validFrom, right.version.validFrom),
    );
    return first?.type;
  }
}

interface Period {
  readonly validFrom: Day | null;
  /** The last day. */
  readonly validTo: Day | null;
}

function isInForce({ validFrom, validTo }: Period, day: Day): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo);
}

/** The rows of a version that are asked for on a day: a row may have days of its own within it. */
export function rowsOn({ papers }: Pick<Procedure, 'papers'>, day: Day): readonly RequiredPaper[] {
  return papers.filter((row) => isInForce(row, day));
}

/** `2.000815.000.00.00.H55` → `2.000815`. */
export function nationalCode(code: string): string {
  return /^\d\.\d{6}(?=\.)/.exec(code)?.[0] ?? code;
}

/**
 * The catalogue as published by then. Of two statements about one version, alias or supersession the later recorded one
 * counts; one that was retracted does not, one that was corrected counts as corrected.
 */
export function foldCatalogue(
  facts: readonly Fact[],
  knownAt: Instant = Number.POSITIVE_INFINITY,
  agencies: Agencies = NO_AGENCIES,
): Catalogue {
  const known = standingFacts(facts, knownAt, agencies)
    .facts.toSorted(
      ({ place: left }, { place: right }) =>
        left.recordedAt - right.recordedAt || compareText(left.factId, right.factId),
    )
    .map(({ fact }) => fact);
  const aliases = new Map<string, PaperAliasDefinedData>();
  const supersessions = new Map<string, Supersession>();
  for (const fact of known) {
    if (isFactOf(fact, 'PaperAliasDefined')) {
      aliases.set(aliasEvidence(fact.event), fact.event);
    } else if (isFactOf(fact, 'SupersessionDefined')) {
      supersessions.set(
        `${fact.event.trigger} ${fact.event.triggerRole ?? ''} ${fact.event.superseded}`,
        fact.event,
      );
    }
  }
  return new Catalogue(procedureVersions(known), [...aliases.values()], [...supersessions.values()]);
}

function aliasEvidence(alias: PaperAliasDefinedData): string {
  if (alias.evidence === 'NAME') return nameEvidence(alias.value);
  return `${alias.evidence === 'RESULT' ? 'result' : 'code'}:${alias.value}`;
}

function versionsByCode(procedures: readonly Procedure[]): ReadonlyMap<string, readonly Procedure[]> {
  const versions = Map.groupBy(procedures, ({ procedureCode }) => nationalCode(procedureCode));
  for (const list of versions.values())
    list.sort(
      (left, right) =>
        compareText(right.validFrom, left.validFrom) || compareText(left.procedureCode, right.procedureCode),
    );
  return versions;
}

/** Of the built-in versions, else of all. */
function firstDayOf(procedures: readonly Procedure[]): Day {
  const builtIn = procedures.filter(({ origin }) => origin === 'BUILT_IN');
  const counted = builtIn.length > 0 ? builtIn : procedures;
  return counted.map(({ validFrom }) => validFrom).sort(compareText)[0] ?? '';
}

/** A version of a procedure that lists a result code, and what it says of it. */
interface Listing {
  readonly version: Procedure;
  readonly type: ResultType;
}

/** By result code, in the order of the versions: the national catalogue has thousands of procedures. */
function listingsByCode(
  versions: ReadonlyMap<string, readonly Procedure[]>,
): ReadonlyMap<string, readonly Listing[]> {
  const listings = new Map<string, Listing[]>();
  for (const version of [...versions.values()].flat()) {
    for (const type of version.yields) {
      const listed = listings.get(type.resultCode);
      if (listed === undefined) listings.set(type.resultCode, [{ version, type }]);
      // What a version says twice of a code counts as it says it first.
      else if (listed.at(-1)?.version !== version) listed.push({ version, type });
    }
  }
  return listings;
}

function evidencesByKind(
  procedures: readonly Procedure[],
  aliases: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const evidences = new Map<string, Set<string>>();
  const file = (kind: string, evidence: string): void => {
    evidences.set(kind, (evidences.get(kind) ?? new Set<string>()).add(evidence));
  };
  for (const type of procedures.flatMap((procedure) => procedure.yields)) {
    if (type.paperKind !== null) file(type.paperKind, `result:${type.resultCode}`);
  }
  for (const [evidence, kind] of aliases) file(kind, evidence);
  return new Map([...evidences].map(([kind, found]) => [kind, [...found]]));
}
