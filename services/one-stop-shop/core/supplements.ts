/** Section SUPPLEMENTS of a dossier: what was asked for later and what came, under one fact key. */
import type { KeyedStatements, Statement } from '#shared/pure/snapshot.ts';
import type { NativeDossier } from './native-dossier.ts';
import type { NativeSupplement } from './native-lists.ts';

/** A supplement without an id of its own is known by its place among those. */
export function supplementFacts(
  dossier: NativeDossier,
  supplements: readonly NativeSupplement[],
): readonly KeyedStatements[] {
  let nameless = 0;
  return supplements.map((supplement) => {
    nameless += supplement.id === undefined ? 1 : 0;
    return {
      key: `supplement:${supplement.id ?? `-${nameless}`}`,
      state: () => [requested(dossier, supplement), ...received(dossier, supplement)],
    };
  });
}

function requested(dossier: NativeDossier, supplement: NativeSupplement): Statement {
  const { id, requestedAt, receivedAt, requestedBy, request, papers, dueAtBefore, dueAtAfter } = supplement;
  return {
    eventName: 'SupplementRequested',
    type: 'vn.gov.one-stop-shop.supplement-requested.v1',
    occurredAt: requestedAt ?? receivedAt ?? dossier.filedAt,
    concerns: [],
    text: { requestedBy: requestedBy ?? null, content: request ?? null },
    data: {
      supplementId: id ?? null,
      papers: papers.map(({ code, name }) => ({ paperKind: null, code: code ?? null, name: name ?? null })),
      dueAtBefore: dueAtBefore ?? null,
      dueAtAfter: dueAtAfter ?? null,
    },
  };
}

/** Received where its day is stated or it is marked so; a day not stated is that of the request. */
function received(dossier: NativeDossier, supplement: NativeSupplement): readonly Statement[] {
  const { id, isReceived, requestedAt, receivedAt, receivedBy, answer } = supplement;
  if (!isReceived) return [];
  return [
    {
      eventName: 'SupplementReceived',
      type: 'vn.gov.one-stop-shop.supplement-received.v1',
      occurredAt: receivedAt ?? requestedAt ?? dossier.filedAt,
      concerns: [],
      text: { receivedBy: receivedBy ?? null, content: answer ?? null },
      data: { supplementId: id ?? null },
    },
  ];
}
