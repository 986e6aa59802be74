// Kafka's own Java client beside ours: it puts a key into the same partition, and reads what our encoder wrote.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sample, string } from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { installKafka } from '#infra/local/kafka.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { seedFrom } from '../../support/seeded.ts';
import { connection, freshTopic, record } from './kafka-room.ts';

const run = promisify(execFile);
const CACHE = path.join(import.meta.dirname, '..', '..', '..', '.data', 'kafka');
const JVM = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const PARTITIONS = 12;

/**
 * Takes keys as lines of base64 and gives their partitions; then gives key, header and value of records, which it
 * reads with their checksums verified.
 */
const JAVA = `
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
public class JavaClient {
  public static void main(String[] args) throws Exception {
    for (String line : new String(System.in.readAllBytes()).split("\\n", -1)) {
      System.out.println(Utils.toPositive(Utils.murmur2(Base64.getDecoder().decode(line))) % ${PARTITIONS});
    }
    Map<String, Object> settings = Map.of("bootstrap.servers", args[0], "check.crcs", true);
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings, bytes, bytes)) {
      var partition = List.of(new TopicPartition(args[1], 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      for (int left = Integer.parseInt(args[2]); left > 0;) {
        for (var record : consumer.poll(java.time.Duration.ofSeconds(5))) {
          left -= 1;
          var texts = List.of(record.key(), record.headers().lastHeader("ce_id").value(), record.value());
          for (byte[] text : texts) System.out.print(Base64.getEncoder().encodeToString(text) + " ");
          System.out.println();
        }
      }
    }
  }
}`;

describe("Kafka's Java client", () => {
  const texts = Array.from({ length: 60 }, (_, at) => `Giấy xác nhận ${at}${' hôn nhân'.repeat(at)}`);
  let keys: readonly string[];
  let said: readonly string[];

  beforeAll(async () => {
    const seed = seedFrom('KEYS_SEED');
    keys = [...sample(string({ unit: 'grapheme' }), { numRuns: 500, seed }), 'H44-260302-1', ''];
    const to = await connection();
    const topic = await freshTopic(to, 1);
    for (const compression of ['none', 'zstd'] as const) {
      const producer = createGroupCommitProducer({ ...to, encoding: { encoder: 'own', compression } });
      await producer.send(texts.map((text) => record(topic, 0, text)));
      await producer.close();
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'java-client-'));
    const source = path.join(folder, 'JavaClient.java');
    writeFileSync(source, JAVA);
    const classPath = path.join(await installKafka(CACHE), '*');
    const asked = [to.brokers.join(','), topic, String(2 * texts.length)];
    const java = run('java', [...JVM, '-cp', classPath, source, ...asked], { timeout: 60_000 });
    java.child.stdin?.end(keys.map((key) => Buffer.from(key).toString('base64')).join('\n'));
    said = (await java).stdout.trim().split('\n');
    rmSync(folder, { recursive: true });
  }, 120_000);

  test('puts keys into the partitions that the partitioner names', () => {
    expect(said.slice(0, keys.length).map(Number)).toEqual(keys.map((key) => partitionOf(key, PARTITIONS)));
  });

  test('reads plain and compressed batches of ours', () => {
    const read = said.slice(keys.length).map((line) =>
      line
        .trim()
        .split(' ')
        .map((text) => Buffer.from(text, 'base64').toString()),
    );
    const sent = texts.map((text) => [`key of ${text}`, text, text]);
    expect(read).toEqual([...sent, ...sent]);
  });
});
