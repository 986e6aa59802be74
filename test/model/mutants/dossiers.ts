/** Faults in how a dossier ended, who applied, and which papers it gives. */
import { type Mutant, mutant } from './mutant.ts';

export const DOSSIERS_MUTANTS: readonly Mutant[] = [
  mutant(
    'status 9 counts',
    'outcome',
    "if (returned.length > 0) return { outcome: 'SUCCESS'",
    "if (returned.length + completed.length > 0) return { outcome: 'SUCCESS'",
  ),
  mutant('every source is trusted', 'outcome', 'trustedSources.has(event.source)', "event.source !== ''"),
  mutant('no source is trusted', 'outcome', 'trustedSources.has(event.source)', "event.source === ''"),
  mutant(
    'a refusal ends a dossier well',
    'outcome',
    'if (onlyRefuse) return',
    'if (onlyRefuse && returned.length < 0) return',
  ),
  mutant(
    'a result that grants is not enough',
    'outcome',
    'if (granting.length > 0) return',
    'if (granting.length > 0 && lifeCycle.returned.length > 0) return',
  ),
  mutant('a submitted file grants', 'outcome', '&& !result.isSubmittedFile', ''),
  mutant('a submitted file is a paper', 'papers-of-dossier', '&& !result.isSubmittedFile', ''),
  mutant(
    'a file of a former snapshot was never submitted',
    'dossier',
    'factsOf([...standing, ...former], ',
    'factsOf([...standing], ',
  ),
  mutant(
    'a withdrawn dossier is held',
    'life-cycle',
    "'REFUSED', 'WITHDRAWN', 'STOPPED', 'REOPENED'])",
    "'REFUSED', 'STOPPED', 'REOPENED'])",
  ),
  mutant(
    'a reopened dossier is held',
    'life-cycle',
    "'WITHDRAWN', 'STOPPED', 'REOPENED'])",
    "'WITHDRAWN', 'STOPPED'])",
  ),
  mutant('what was returned before reopening counts', 'life-cycle', '      returned = [];\n', ''),
  mutant(
    'a progress row is no evidence',
    'life-cycle',
    "return event.status === 'UNKNOWN' ? undefined : event.status;",
    'return undefined;',
  ),
  mutant(
    'a conflict is overlooked',
    'submissions',
    'conflict: isConflict(standing, agencies)',
    'conflict: false',
  ),
  mutant(
    'a list of owners that grows is a conflict',
    'submissions',
    'return contains(one, other) || contains(other, one);',
    'return contains(one, other) && contains(other, one);',
  ),
  mutant(
    'a decision is ignored',
    'submissions',
    'decided === undefined ? stated :',
    'stated.length > 0 ? stated :',
  ),
  mutant(
    'whoever was set aside keeps the papers',
    'submissions',
    'others.filter((key) => !applicants.has(key))',
    'others.filter((key) => key.length < 0)',
  ),
  mutant(
    'a native result is a paper beside the explicit one',
    'papers-of-dossier',
    'const only = ofCode.length === 1 ? ofCode[0] : undefined;',
    'const only = ofCode.length === 9 ? ofCode[0] : undefined;',
  ),
  mutant(
    'native fields win over explicit ones',
    'papers-of-dossier',
    'groups.set(only[0], [result, ...only[1]])',
    'groups.set(only[0], [...only[1], result])',
  ),
  mutant(
    'an open letter counts only where the dossier ended well',
    'papers-of-dossier',
    "dossier.outcome === 'UNPROVEN' || deadLetterOpen",
    "dossier.outcome === 'UNPROVEN'",
  ),
  mutant(
    'a revoked result takes the components',
    'papers-of-dossier',
    "return paper.origin === 'COMPONENT' ? remarks.filter((remark) => remark.kind !== 'REVOKED') : remarks;",
    'return remarks;',
  ),
  mutant(
    'a certified copy needs a dossier that ended well',
    'papers-of-dossier',
    '    : copies;',
    '    : [];',
  ),
  mutant(
    'the owner of any dossier holds its papers',
    'papers-of-dossier',
    "role === 'APPLICANT' && applicantRole !== undefined ? applicantRole : role",
    "role === 'APPLICANT' ? 'HOLDER' : role",
  ),
];
