/** The rows of a CapNhatTienDoHoSoMC message as facts: the status of a row is life-cycle evidence (formats.md 5). */
import type { FactDraft } from '#shared/pure/draft.ts';
import { contentAddressed } from '#shared/pure/snapshot.ts';
import type { NativeStep } from './native-step.ts';
import { type Arrival, DOOR } from './snapshot.ts';

/** One ProcessingStepRecorded a row, of no snapshot: whatever the status, no second request and no second return. */
export function progressFact(step: NativeStep, { hubKey, ...origin }: Arrival): FactDraft {
  return contentAddressed(hubKey, { ...origin, door: DOOR, aggregate: step.code.key }, 'step', {
    eventName: 'ProcessingStepRecorded',
    type: 'vn.gov.one-stop-shop.processing-step-recorded.v1',
    occurredAt: step.at,
    concerns: [],
    text: {
      officer: step.officer ?? null,
      officerTitle: step.officerTitle ?? null,
      content: step.content ?? null,
    },
    data: {
      status: step.status,
      startedAt: step.startedAt ?? null,
      dueAt: step.dueAt ?? null,
      unitName: step.unitName ?? null,
    },
  });
}
