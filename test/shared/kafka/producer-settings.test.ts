// What an operator sets of the producer is taken, or named as wrong.

import { expect, test } from 'vitest';
import { readProducerSettings } from '#shared/kafka/producer-settings.ts';

test('without a word the own encoder writes uncompressed batches', () => {
  const faults: string[] = [];
  const settings = readProducerSettings({ PRODUCER_ENCODER: '' }, faults);
  expect([settings, faults]).toEqual([{ encoding: { encoder: 'own', compression: 'none' } }, []]);
});

test('each may be set', () => {
  const faults: string[] = [];
  const environment = {
    PRODUCER_ENCODER: 'kafkajs',
    PRODUCER_COMPRESSION: 'zstd',
    PRODUCER_DEADLINE_MS: '2500',
  };
  expect(readProducerSettings(environment, faults)).toEqual({
    encoding: { encoder: 'kafkajs', compression: 'zstd' },
    limits: { deadlineMs: 2_500 },
  });
  expect(faults).toEqual([]);
});

test('all that is wrong is named at once', () => {
  const faults: string[] = [];
  readProducerSettings(
    { PRODUCER_ENCODER: 'java', PRODUCER_COMPRESSION: 'gzip', PRODUCER_DEADLINE_MS: '1s' },
    faults,
  );
  expect(faults).toEqual([
    'PRODUCER_ENCODER is not one of own, kafkajs',
    'PRODUCER_COMPRESSION is not one of none, zstd',
    'PRODUCER_DEADLINE_MS is not a whole number from 100 to 120000',
  ]);
});
