// Drafts as the facts that a reader of the log sees, without Kafka: for folding what a translation means.

import type { HubEvent } from '#schemas/generated/events.ts';
import { Catalogue } from '#shared/once-only/catalogue.ts';
import { type Dossier, foldDossier } from '#shared/once-only/dossier.ts';
import { EMPTY_WORLD } from '#shared/once-only/world.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import { HUB_KEY } from './examples.ts';

/** A draft as it would be read back, but that nothing is sealed. */
export function factOf(draft: FactDraft, offset = 0): Fact {
  const { key: _key, topic: _topic, data, concerns, text, snapshotActualAt, ...envelope } = draft;
  const bodyHash = HUB_KEY.bodyHash([data, text, concerns]);
  const event: { readonly eventName: string; readonly [field: string]: unknown } = {
    publisher: null,
    sender: null,
    sequence: null,
    ...envelope,
    snapshotVersion:
      snapshotActualAt === undefined ? null : { actualAt: snapshotActualAt, recordedAt: draft.recordedAt },
    bodyHash,
    concerns: concerns.map(({ person, role }) => ({ subjectKey: HUB_KEY.subjectKey(person), role })),
    sealed: [],
    ...data,
  };
  if (!isHubEvent(event)) throw new Error('unreachable');
  return {
    event,
    factId: factIdOf(draft.source, draft.id),
    bodyHash: uuidText(bodyHash),
    position: { topic: 'gov.one-stop-shop.dossier.v1', partition: 0, offset: String(offset) },
  };
}

/** Envelope and data of a draft are an event; the compiler does not follow the spread of all drafts. */
function isHubEvent(event: { readonly eventName: string }): event is HubEvent {
  return event.eventName !== '';
}

/** The dossier that the drafts make together, with a catalogue that knows nothing but the birth registration. */
export function fold(drafts: readonly FactDraft[]): Dossier {
  const facts = drafts.map(factOf);
  return foldDossier(drafts[0]?.key ?? '', facts, {
    ...EMPTY_WORLD,
    catalogue: CATALOGUE,
    knownAt: Number.POSITIVE_INFINITY,
  });
}

const CATALOGUE = new Catalogue(
  [
    {
      procedureCode: '1.001193',
      procedureName: 'Đăng ký khai sinh',
      nameEn: null,
      levels: ['COMMUNE'],
      processingDays: 2,
      applicantRole: 'REPRESENTATIVE',
      avoidable: false,
      avoidableBy: [],
      validFrom: '2020-01-01',
      validTo: null,
      legalBasis: null,
      fieldName: null,
      withFee: null,
      payableOnline: null,
      origin: 'BUILT_IN',
      defects: [],
      yields: [
        {
          resultCode: 'KQ.G15.000031',
          paperKind: 'BIRTH_CERTIFICATE',
          effect: 'GRANTS',
          validMonths: null,
        },
      ],
      papers: [],
      prefill: [],
    },
  ],
  [],
  [],
);
