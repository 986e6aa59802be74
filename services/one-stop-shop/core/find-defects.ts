/** Which defects of real senders a message shows: pure, a fold over its items, each counted for its own sender. */
import { isPlaceholder } from '#shared/pure/identifiers.ts';
import type { DefectCode, DefectCounts } from './defects.ts';
import type { NationalSync } from './native.ts';
import type { NativeDossier } from './native-dossier.ts';
import type { NativeComponent, NativeResult } from './native-lists.ts';
import type { NativeStep } from './native-step.ts';

/** Counts by sender, which is the agency at the start of the dossier's code. */
export function findDefects(sync: NationalSync): DefectCounts {
  const counts = new Map<string, Map<DefectCode, number>>();
  const note = (sender: string, signs: readonly Sign[]): void => {
    for (const [code, count] of signs) {
      if (count === 0) continue;
      const ofSender = counts.get(sender) ?? new Map<DefectCode, number>();
      counts.set(sender, ofSender.set(code, (ofSender.get(code) ?? 0) + count));
    }
  };
  if (sync.service === 'DongBoHoSoMC') {
    for (const dossier of sync.dossiers) note(dossier.code.agency, signsOfDossier(dossier));
  } else {
    for (const step of sync.steps) note(step.code.agency, signsOfStep(step));
  }
  return counts;
}

/** How often a defect shows. */
type Sign = readonly [code: DefectCode, count: number];

function signsOfDossier(dossier: NativeDossier): readonly Sign[] {
  const { components = [], results = [], owners, ownerNumber, signs, code } = dossier;
  const files = new Set(components.flatMap(({ path }) => path ?? []));
  const submitted = results.filter(({ path }) => path !== undefined && files.has(path));
  const withFile = components.filter(({ path }) => path !== undefined);
  const papers: readonly (NativeComponent | NativeResult)[] = [...components, ...results];
  return [
    ['COMPLETED_UNPROVEN', times(dossier.status === 'COMPLETED' && results.length === submitted.length)],
    ['OWNER_PLACEHOLDER', [...owners, ownerNumber].filter(isNobody).length],
    ['ABSTRACT_FILLER', times(isFiller(dossier.abstract, 998))],
    ['PAPER_NAME_FILLER', papers.filter(({ name }) => isFiller(name, 3998) || isCut(name, 1998)).length],
    ['PATHS_JOINED', papers.filter(({ isJoined }) => isJoined).length],
    ['RESULT_IS_SUBMITTED_FILE', submitted.length],
    ['CODE_DRAWN', times(dossier.otherDossierCode !== undefined || /-[1-9]\d{4}$/.test(code.key))],
    ['DATABASES_FIXED', times(signs.databases.length === 1 && signs.databases[0] === '7')],
    ['ACCOUNT_NEVER_VERIFIED', times(signs.accountVerified === '0')],
    ['DIGITISED_WITH_FILE', times(withFile.length > 0 && withFile.every(({ digitised }) => digitised))],
    ['DIGITISED_BY_ONE_FILE', times(withFile.length > 0 && signs.hasDigitisedPapers === '1')],
    ['ACCOUNT_CLEARED', times(signs.account === 'BLANK' && isFiledOffline(dossier))],
    ['FAX_IS_PHONE', times(signs.fax !== '' && signs.fax === signs.phone)],
    ['TIMES_WITHOUT_ZONE', times(signs.hasZonelessTime)],
  ];
}

function signsOfStep({ officer, content, status, hasZonelessTime }: NativeStep): readonly Sign[] {
  const words = content?.trim();
  const isFirst = words === 'Tiếp nhận hồ sơ' && status === 'ACCEPTED';
  const isLast = words === 'Kết thúc xử lý hồ sơ' && status === 'COMPLETED';
  return [
    ['OFFICER_FILLER', times(officer?.trim() === 'Chuyên viên' || isCut(officer, 49))],
    ['STEPS_INVENTED', times(isFirst || isLast)],
    ['TIMES_WITHOUT_ZONE', times(hasZonelessTime)],
  ];
}

function times(isMet: boolean): number {
  return isMet ? 1 : 0;
}

function isNobody(number: string | undefined): boolean {
  return number !== undefined && isPlaceholder({ id: number });
}

function isFiledOffline({ channelCode }: NativeDossier): boolean {
  return channelCode !== undefined && channelCode !== '2';
}

/** «Dinhkem» in place of a name, or a text cut to a length that ends in three points. */
function isFiller(text: string | undefined, cutLength: number): boolean {
  const words = text?.trim().toLowerCase();
  return words === 'dinhkem' || words === 'dinhkemketqua' || isCut(text, cutLength);
}

function isCut(text: string | undefined, cutLength: number): boolean {
  return text?.length === cutLength && text.endsWith('...');
}
