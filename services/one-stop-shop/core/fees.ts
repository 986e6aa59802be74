/** Section FEES of a dossier: what is to be paid. */
import type { KeyedStatements } from '#shared/pure/snapshot.ts';
import type { NativeDossier } from './native-dossier.ts';
import type { NativeFee } from './native-lists.ts';

/** One FeeRequested a fee, dated by the reception, since fees have no date of their own. Key: code and ordinal. */
export function feeFacts(dossier: NativeDossier, fees: readonly NativeFee[]): readonly KeyedStatements[] {
  const ordinals = new Map<string, number>();
  return fees.map(({ code, name, amount, collection, feeKind }) => {
    const ordinal = (ordinals.get(code ?? '') ?? 0) + 1;
    ordinals.set(code ?? '', ordinal);
    return {
      key: `fee:${code ?? ''}-${ordinal}`,
      state: () => [
        {
          eventName: 'FeeRequested',
          type: 'vn.gov.one-stop-shop.fee-requested.v1',
          occurredAt: dossier.receivedAt ?? dossier.filedAt,
          concerns: [],
          data: {
            feeCode: code ?? null,
            feeName: name ?? null,
            amount,
            collection: collection ?? null,
            feeKind: feeKind ?? null,
          },
        },
      ],
    };
  });
}
