/**
 * The facts of the registry by whatever a question asks them by. It only grows, so a reader of an earlier position
 * leaves out what came later. Catalogue and agencies, by which everything is understood, are kept decoded; links,
 * trust and decisions, of which there may be millions, as bytes.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { FactReader, FactRow } from './fact-rows.ts';
import { filedUnder } from './filed-under.ts';
import { NumbersByName } from './numbers-by-name.ts';
import { type FactPlace, PackedFacts } from './packed-facts.ts';
import type { RecordPlace } from './registry-facts.ts';

/** Whether a reader's moment has what stands at a place. */
export type IsSeen = (place: FactPlace) => boolean;

const NO_BYTES = Buffer.alloc(0);

export class RegistryIndex {
  readonly #packed: PackedFacts;
  readonly #byName = new NumbersByName();
  /** Catalogue and agencies, by number. */
  readonly #decoded = new Map<number, Fact>();
  /** Names by which what is said of catalogue and agencies is filed. */
  #commonNames = new Set<string>();
  #commonVersion = 0;
  #newestRecordedAt = 0;
  /** How far each partition was read. */
  readonly #readTo = new Map<string, number>();

  /** Records that could not be kept when they came. */
  #unkept: readonly RecordPlace[] = [];

  constructor(reader: FactReader) {
    this.#packed = new PackedFacts(reader);
  }

  /** When the newest of all facts was recorded. */
  get newestRecordedAt(): number {
    return this.#newestRecordedAt;
  }

  /** Another number whenever something was said of catalogue or agencies. */
  get commonVersion(): number {
    return this.#commonVersion;
  }

  /** The offset of a partition that is to be read next. */
  readTo(group: GroupName, partition: number): number {
    return this.#readTo.get(`${group}/${partition}`) ?? 0;
  }

  /** Everything of the partition before an offset was added. */
  hasReadTo(group: GroupName, partition: number, offset: number): void {
    this.#readTo.set(`${group}/${partition}`, offset);
  }

  /** Takes note of what cannot be kept now; gives what could not be kept before and is no such record any more. */
  nowUnkept(places: readonly RecordPlace[]): readonly RecordPlace[] {
    const names = new Set(places.map(nameOf));
    const settled = this.#unkept.filter((place) => !names.has(nameOf(place)));
    this.#unkept = places;
    return settled;
  }

  /** Adds a row with its fact; added twice, it counts once. */
  add(row: FactRow, fact: Fact): void {
    const { facts, persons, topics, isCommon } = filedUnder(fact);
    const number = this.#packed.add(row, isCommon ? NO_BYTES : row.payload);
    for (const name of new Set([...facts, ...persons, ...topics])) this.#byName.add(name, number);
    this.#newestRecordedAt = Math.max(this.#newestRecordedAt, fact.event.recordedAt);
    if (isCommon) this.#decoded.set(number, fact);
    if (!isCommon && !facts.some((name) => this.#commonNames.has(name))) return;
    for (const name of facts) this.#commonNames.add(name);
    this.#commonVersion += 1;
  }

  /** Catalogue and agencies with all that is said of them. */
  common(isSeen: IsSeen): readonly Fact[] {
    const { facts, names } = this.#reach([...this.#decoded.keys()], isSeen);
    for (const name of names) this.#commonNames.add(name);
    return facts;
  }

  /**
   * What is filed under a name, with everything that decides whether and how it stands: copies, corrections,
   * retractions, and of persons what is said of all with whom somebody ever joined them.
   */
  about(name: string, isSeen: IsSeen): readonly Fact[] {
    const numbers = this.#byName.of(name);
    return numbers.length === 0 ? [] : this.#reach(numbers, isSeen).facts;
  }

  #reach(from: readonly number[], isSeen: IsSeen): { facts: readonly Fact[]; names: ReadonlySet<string> } {
    const facts = new Map<number, Fact>();
    const names = new Set<string>();
    const open = [...from];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (facts.has(number) || !isSeen(this.#packed.placeOf(number))) continue;
      const fact = this.#decoded.get(number) ?? this.#packed.factAt(number);
      facts.set(number, fact);
      const filed = filedUnder(fact);
      for (const name of [...filed.facts, ...filed.persons]) {
        if (names.has(name)) continue;
        names.add(name);
        open.push(...this.#byName.of(name));
      }
    }
    return { facts: [...facts.values()], names };
  }
}

function nameOf({ projection, partition, record_offset }: RecordPlace): string {
  return `${projection}/${partition}/${record_offset}`;
}
