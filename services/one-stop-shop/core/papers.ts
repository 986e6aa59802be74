/** Sections COMPONENTS and RESULTS of a dossier: the papers handed in and the papers given out, as they were stated. */
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { KeyedStatements } from '#shared/pure/snapshot.ts';
import { foldPaperName } from '#shared/pure/text.ts';
import { dayOf } from '#shared/pure/time.ts';
import { latestActualDate } from './dates.ts';
import { channelOf } from './header.ts';
import type { NativeDossier } from './native-dossier.ts';
import type { NativeComponent, NativeResult } from './native-lists.ts';
import { ownersOf } from './owners.ts';

/** A component has no day of its own in these messages: it has the day of filing (rules.md 3). */
export function componentFacts(
  hubKey: HubKey,
  dossier: NativeDossier,
  components: readonly NativeComponent[],
): readonly KeyedStatements[] {
  const concerns = ownersOf(dossier).ofPapers;
  const isOnline = channelOf(dossier) === 'ONLINE';
  const identify = identifier(hubKey, 'component');
  return components.map((component) => ({
    key: identify(component.fileId, component.path, component.code ?? component.name),
    state: (key) => [
      {
        eventName: 'ComponentSubmitted',
        type: 'vn.gov.one-stop-shop.component-submitted.v1',
        occurredAt: dossier.filedAt,
        concerns,
        data: {
          paper: {
            ...NOTHING_STATED,
            code: component.code ?? null,
            name: component.name ?? null,
            fileRef: component.path ?? null,
          },
          componentKey: key.slice('component:'.length),
          form: isOnline && component.path !== undefined ? 'ELECTRONIC' : 'UNKNOWN',
          digitised: component.digitised,
          reuse: component.reuse,
          replacesResultCode: component.replacesResultCode ?? null,
        },
      },
    ],
  }));
}

/** Issued on the day of NgayKetThucXuLy, else of NgayTra (formats.md 4); by the dossier's agency. */
export function resultFacts(
  hubKey: HubKey,
  dossier: NativeDossier,
  sender: string,
  results: readonly NativeResult[],
): readonly KeyedStatements[] {
  const concerns = ownersOf(dossier).ofPapers;
  const issuedAt = dossier.finishedAt ?? dossier.returnedAt;
  const issuedOn = issuedAt === undefined ? null : dayOf(issuedAt);
  const identify = identifier(hubKey, 'result');
  return results.map((result) => ({
    key: identify(result.paperId, result.path, result.resultCode ?? result.code ?? result.name),
    state: (key) => [
      {
        eventName: 'ResultIssued',
        type: 'vn.gov.one-stop-shop.result-issued.v1',
        occurredAt: issuedAt ?? latestActualDate(dossier),
        concerns,
        data: {
          paper: {
            ...NOTHING_STATED,
            resultCode: result.resultCode ?? null,
            code: result.code ?? null,
            name: result.name ?? null,
            issuer: { agencyCode: sender, name: dossier.unitName ?? null },
            issuedOn,
            fileRef: result.path ?? null,
          },
          resultKey: key.slice('result:'.length),
          dossierCode: dossier.code.key,
          procedureCode: dossier.procedureCode,
        },
      },
    ],
  }));
}

/**
 * What a paper is known by from message to message: the sender's id, else a hash of the file's path, else its kind
 * and how many of that kind came before it. Many papers have the same name, so a name alone identifies nothing.
 */
function identifier(hubKey: HubKey, prefix: 'component' | 'result') {
  const ordinals = new Map<string, number>();
  return (id: string | undefined, path: string | undefined, kind = ''): string => {
    if (id !== undefined) return `${prefix}:${id}`;
    if (path !== undefined) return `${prefix}:${hubKey.contentId(['path', path])}`;
    const hash = hubKey.contentId(['kind', foldPaperName(kind)]);
    const ordinal = (ordinals.get(hash) ?? 0) + 1;
    ordinals.set(hash, ordinal);
    return `${prefix}:${hash}-${ordinal}`;
  };
}
