/** Rows of the fact tables as facts: decoded with the schema that their writer used. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import type { FactsByAggregate } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';

/** What every statement that reads facts selects. */
export interface FactRow {
  readonly stream: GroupName;
  readonly aggregate_key: string;
  readonly fact_id: string;
  readonly body_hash: string;
  readonly partition: number;
  readonly record_offset: number;
  /** The Kafka value as it is. */
  readonly payload: Buffer;
}

/** A decoded value: the event and, for a correction, what takes its target's place. */
export type DecodedValue = Pick<Fact, 'event' | 'replacement'>;
/** At once, unless a schema must be asked for first. */
export type DecodeValue = (value: Buffer) => DecodedValue | Promise<DecodedValue>;

/** Facts by their group and aggregate. */
export type GroupedFacts = (group: GroupName) => FactsByAggregate;

export class FactReader {
  readonly #decode: DecodeValue;
  readonly #topicPrefix: string;

  constructor(decode: DecodeValue, topicPrefix: string) {
    this.#decode = decode;
    this.#topicPrefix = topicPrefix;
  }

  /** The fact of each row, in their order. */
  async read(rows: readonly FactRow[]): Promise<ReadonlyMap<FactRow, Fact>> {
    const facts = new Map<FactRow, Fact>();
    for (const row of rows) {
      const decoded = this.#decode(row.payload);
      facts.set(row, this.#fact(row, decoded instanceof Promise ? await decoded : decoded));
    }
    return facts;
  }

  /**
   * The fact of a value that was read before, so that its schema is known. Its id and hash are those of the event.
   * @throws Error if it was not.
   */
  readAgain(row: Pick<FactRow, 'stream' | 'partition' | 'record_offset' | 'payload'>): Fact {
    const decoded = this.#decode(row.payload);
    if (decoded instanceof Promise) throw new Error('a value is read again whose schema was never asked for');
    const { source, id, bodyHash } = decoded.event;
    return this.#fact({ ...row, fact_id: factIdOf(source, id), body_hash: uuidText(bodyHash) }, decoded);
  }

  /** The facts of the rows, in their order. */
  async facts(rows: readonly FactRow[]): Promise<readonly Fact[]> {
    return [...(await this.read(rows)).values()];
  }

  /** The facts of the rows by their group and aggregate. */
  async grouped(rows: readonly FactRow[]): Promise<GroupedFacts> {
    const groups = new Map<GroupName, Map<string, Fact[]>>();
    for (const [{ stream, aggregate_key: key }, fact] of await this.read(rows)) {
      const group = groups.get(stream) ?? new Map<string, Fact[]>();
      groups.set(stream, group);
      const aggregate = group.get(key);
      if (aggregate === undefined) group.set(key, [fact]);
      else aggregate.push(fact);
    }
    return (group) => groups.get(group) ?? NOTHING;
  }

  #fact(row: Omit<FactRow, 'aggregate_key'>, { event, replacement }: DecodedValue): Fact {
    return {
      event,
      ...(replacement !== undefined && { replacement }),
      factId: row.fact_id,
      bodyHash: row.body_hash,
      position: {
        topic: this.#topicPrefix + GROUPS[row.stream].topic,
        partition: row.partition,
        offset: String(row.record_offset),
      },
    };
  }
}

const NOTHING: FactsByAggregate = new Map();
