/**
 * Every topic of the hub, as data. Kafka is the source of truth: retention is unlimited, nothing is compacted,
 * and the number of partitions is fixed when a topic is created, because a key must stay in its partition.
 */

/** What is fixed about a topic. */
export type TopicDeclaration = { readonly partitions: number; readonly key: string };

/** Name -> partitions and what its records are keyed by. */
export const TOPICS = {
  'gov.one-stop-shop.dossier.v1': { partitions: 12, key: 'dossierCode' },
  'gov.one-stop-shop.petition.v1': { partitions: 3, key: 'petitionCode' },
  'gov.document-management.document.v1': { partitions: 6, key: 'documentKey of the target' },
  'gov.document-management.work-file.v1': { partitions: 3, key: 'workFileCode' },
  'gov.civil-servants.record.v1': { partitions: 6, key: 'civilServantCode' },
  'gov.civil-servants.establishment.v1': { partitions: 1, key: 'agencyCode' },
  'gov.shared.paper.v1': { partitions: 6, key: 'subjectKey' },
  'gov.catalogue.procedure.v1': { partitions: 1, key: 'procedureCode' },
  'gov.hub.registry.v1': { partitions: 1, key: 'agencyCode' },
  'gov.hub.subject.v1': { partitions: 6, key: 'subjectKey' },
  'gov.hub.access.v1': { partitions: 6, key: 'subjectKey' },
  'gov.hub.finding.v1': { partitions: 3, key: 'aggregate' },
  'gov.hub.schema.v1': { partitions: 1, key: 'schema subject' },
} as const satisfies Readonly<Record<string, TopicDeclaration>>;

/** A topic of the hub, without a prefix. */
export type TopicName = keyof typeof TOPICS;

/** Configuration that every topic must have, as Kafka spells it. */
export const TOPIC_CONFIG: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  // One message of an agency is one batch, whatever its size: 10 MiB, above the 8 MiB that a door accepts.
  'max.message.bytes': '10485760',
};
