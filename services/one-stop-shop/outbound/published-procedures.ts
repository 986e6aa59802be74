/**
 * How imported procedures stand in the log, read from the log itself: which version a record makes depends on what was
 * stated before, and the read model may be behind. Read when first asked, then followed; headers suffice.
 */
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { readTopic, type TopicReader } from '#shared/kafka/reader.ts';
import type { Stated } from '../core/procedures/take-records.ts';
import { IMPORT_SOURCE, standingOf } from '../core/procedures/versions.ts';

/** The newest statement of a procedure, and where it stands. */
export interface StandingFact extends Stated {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface PublishedProcedures {
  /**
   * By procedure code, up to what is in the log now.
   * @throws Error if the log cannot be read to its end.
   */
  standing(): Promise<ReadonlyMap<string, StandingFact>>;
  stop(): Promise<void>;
}

export interface PublishedProceduresOptions extends KafkaConnection {
  /** With its prefix. */
  readonly topic: string;
}

const READ_TIMEOUT_MS = 30_000;

export function followPublishedProcedures(options: PublishedProceduresOptions): PublishedProcedures {
  const kafka = createKafkaClient(options);
  let following: Following | undefined;
  return {
    async standing() {
      following ??= follow(options);
      try {
        const bounds = await withAdmin(kafka, (admin) => fetchLogBounds(admin, options.topic));
        for (const [partition, { high }] of bounds) {
          if (high > 0) await following.reader.taken(partition, high - 1, READ_TIMEOUT_MS);
        }
        return following.standing;
      } catch (error) {
        // A reader that gave up does not come back: the next one begins anew.
        await following.reader.stop();
        following = undefined;
        throw error;
      }
    },
    async stop() {
      await following?.reader.stop();
    },
  };
}

interface Following {
  readonly reader: TopicReader;
  readonly standing: ReadonlyMap<string, StandingFact>;
}

function follow(options: PublishedProceduresOptions): Following {
  const standing = new Map<string, StandingFact>();
  return { reader: readTopic({ ...options, onRecord: (record) => note(record, standing) }), standing };
}

/** Of two statements with one ordinal, made by two doors at once, the later in the log counts. */
function note({ headers, topic, partition, offset }: LogRecord, standing: Map<string, StandingFact>): void {
  const { ce_source: source, ce_id: id = '' } = headers;
  const stated = source === IMPORT_SOURCE ? standingOf(id) : undefined;
  if (stated === undefined) return;
  const known = standing.get(stated.code);
  if (known !== undefined && known.version.ordinal > stated.version.ordinal) return;
  standing.set(stated.code, { id, version: stated.version, topic, partition, offset });
}
