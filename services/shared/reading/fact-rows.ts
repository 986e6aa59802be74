/** Rows of the fact tables as facts: decoded with the schema that their writer used. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import type { Fact } from '#shared/pure/fact.ts';

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
export type DecodeValue = (value: Buffer) => DecodedValue | Promise<DecodedValue>;

export class FactReader {
  readonly #decode: DecodeValue;
  readonly #topicPrefix: string;

  constructor(decode: DecodeValue, topicPrefix: string) {
    this.#decode = decode;
    this.#topicPrefix = topicPrefix;
  }

  /** The facts of the rows, in their order. */
  facts(rows: readonly FactRow[]): Promise<readonly Fact[]> {
    return Promise.all(rows.map((row) => this.#fact(row)));
  }

  /** The facts of one group's rows by their aggregate. */
  async byAggregate(
    rows: readonly FactRow[],
    stream: GroupName,
  ): Promise<ReadonlyMap<string, readonly Fact[]>> {
    const grouped = new Map<string, Fact[]>();
    for (const row of rows.filter((one) => one.stream === stream)) {
      const facts = grouped.get(row.aggregate_key) ?? [];
      facts.push(await this.#fact(row));
      grouped.set(row.aggregate_key, facts);
    }
    return grouped;
  }

  async #fact(row: FactRow): Promise<Fact> {
    return {
      ...(await this.#decode(row.payload)),
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
