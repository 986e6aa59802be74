/**
 * Counts what an import brought: records, required papers by how they are read, names that no alias maps, defects.
 * The papers are read with the built-in rules and aliases, as the portal will read them.
 */
import type { FileLine } from '#infra/client/file-lines.ts';
import type { Receipt } from '#infra/client/outcomes.ts';
import type { LineOutcome } from '#infra/client/send-portion.ts';
import type { PaperAliasDefinedData, ProcedurePublishedData } from '#schemas/generated/events.ts';
import { readLine } from '#services/one-stop-shop/core/procedures/record-lines.ts';
import { translateRecord } from '#services/one-stop-shop/core/procedures/translate-record.ts';
import { Catalogue } from '#shared/once-only/catalogue.ts';
import { reuseRules, withReadRows } from '#shared/once-only/imported-procedures.ts';
import { listedName } from '#shared/once-only/listed-name.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';

/** A count with the first things counted. */
export interface Counted {
  count: number;
  readonly examples: string[];
}

const EXAMPLES_MAX = 3;
const REFUSALS_MAX = 100;

/** How a required paper is read. */
const READ_AS: Readonly<Record<string, 'forms' | 'drawings' | 'unmapped'>> = {
  APPLICATION_FORM: 'forms',
  DRAWINGS: 'drawings',
  [UNMAPPED]: 'unmapped',
};

export class Tally {
  read = 0;
  fresh = 0;
  known = 0;
  refused = 0;
  /** Of refused lines: number and reason, the first hundred. */
  readonly refusals: string[] = [];
  readonly papers = { all: 0, forms: 0, drawings: 0, mapped: 0, unmapped: 0, mayBeHeld: 0 };
  /** By kind, of what aliases map. */
  readonly kinds = new Map<string, number>();
  /** Names that no alias maps, as published, by their folded form. */
  readonly unmappedNames = new Map<string, Counted>();
  readonly refusalCodes = new Map<string, Counted>();
  readonly defects = new Map<string, Counted>();
  readonly #catalogue: Catalogue;
  readonly #rules: ReturnType<typeof reuseRules>;

  constructor(builtIn: readonly ProcedurePublishedData[], aliases: readonly PaperAliasDefinedData[]) {
    this.#catalogue = new Catalogue(builtIn, aliases, []);
    this.#rules = reuseRules(builtIn);
  }

  add(outcome: LineOutcome): void {
    const { line } = outcome;
    this.read += 1;
    if (outcome.status === 'REJECTED') {
      this.refused += 1;
      for (const { pointer, code, hint } of outcome.errors) {
        const why = hint === undefined ? '' : ` (${hint})`;
        if (this.refusals.length < REFUSALS_MAX)
          this.refusals.push(`line ${line.number}: ${code} ${pointer}${why}`);
        note(this.refusalCodes, code, `line ${line.number}`);
      }
      return;
    }
    const { isNew, defects = [], procedureCode = '' } = recordReceipt(outcome.receipt);
    if (isNew === true) this.fresh += 1;
    else this.known += 1;
    for (const { code, about } of defects) note(this.defects, code, `${procedureCode} ${about}`);
    this.#addPapers(line);
  }

  #addPapers({ number, bytes }: FileLine): void {
    const read = readLine({ line: number, bytes });
    if (!('record' in read)) return;
    const version = { ...translateRecord(read.record), validFrom: '', validTo: null };
    const { papers } = withReadRows(version, (evidence) => this.#catalogue.aliasOf(evidence), this.#rules);
    for (const { name, paperKind, satisfiedBy } of papers) {
      const readAs = READ_AS[paperKind] ?? 'mapped';
      this.papers.all += 1;
      this.papers[readAs] += 1;
      if (satisfiedBy.length > 0) this.papers.mayBeHeld += 1;
      if (readAs === 'mapped') this.kinds.set(paperKind, (this.kinds.get(paperKind) ?? 0) + 1);
      const folded = readAs === 'unmapped' ? listedName(name) : undefined;
      if (folded !== undefined) note(this.unmappedNames, folded, name);
    }
  }
}

/** What the procedures door adds to a receipt. */
interface RecordReceipt extends Receipt {
  readonly procedureCode?: string;
  readonly isNew?: boolean;
  readonly defects?: readonly { readonly code: string; readonly about: string }[];
}

function recordReceipt(receipt: Receipt): RecordReceipt {
  return receipt;
}

function note(counts: Map<string, Counted>, key: string, example: string): void {
  const counted = counts.get(key) ?? { count: 0, examples: [] };
  counted.count += 1;
  if (counted.examples.length < EXAMPLES_MAX) counted.examples.push(example);
  counts.set(key, counted);
}
