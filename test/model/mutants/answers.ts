/** Faults in whose paper it is, in rows and relations, and in what is looked for. */
import { type Mutant, mutant } from './mutant.ts';

export const ANSWERS_MUTANTS: readonly Mutant[] = [
  mutant('the seller holds and the buyer does not', 'holding', "'DECEASED', 'BUYER'", "'DECEASED', 'SELLER'"),
  mutant('a father holds the birth certificate', 'holding', "requiredKind === 'KINSHIP' && ", ''),
  mutant('a mother has no birth notice', 'holding', "return role === 'MOTHER';", 'return false;'),
  mutant('a stale certificate proves a relation', 'relation', ".status === 'HELD'", ".status !== 'MISSING'"),
  mutant(
    'a seller needs a relation',
    'rows',
    "if (row.aboutRole === 'SELLER' && question.object !== undefined) return true;",
    '',
  ),
  mutant(
    'any parcel answers',
    'rows',
    'if (row.perObject && question.object !== undefined && !isAbout(paper, question.object)) return false;',
    '',
  ),
  mutant(
    'one parent is both',
    'rows',
    "row.aboutRole === 'PARENTS' ? about.every(answers) : about.some(answers)",
    'about.some(answers)',
  ),
  mutant(
    'what a database knows is to be brought',
    'rows',
    "row.condition !== 'IF_NOT_EXPLOITABLE' && row.condition !== 'ABOLISHED';",
    "row.condition !== 'ABOLISHED';",
  ),
  mutant(
    'a case that applies is not to be brought',
    'rows',
    'question.applies.includes(row.ordinal);',
    'question.applies.length < 0;',
  ),
  mutant(
    'knownAt is ignored in dead letters',
    'open-letters',
    'knownFrom <= knownAt)',
    'knownFrom <= Infinity)',
  ),
  mutant(
    'an unread recall changes nothing',
    'open-letters',
    '(documentKey !== null && this.#isDocumentOpen(documentKey)) ||',
    '',
  ),
  mutant(
    'certificates of a relation are not looked for',
    'needs',
    '.concat(procedure.avoidableBy, RELATION_KINDS)',
    '.concat(procedure.avoidableBy)',
  ),
  mutant(
    'signers are not looked for',
    'needs',
    'civilServantCodes.add(signer.civilServantCode)',
    'civilServantCodes.size',
  ),
  mutant(
    "a file's name means nothing",
    'evidence',
    'evidences.push(nameEvidence(paper.name))',
    'evidences.push(paper.name)',
  ),
  mutant(
    'an unlinked identifier stays linked',
    'subject-links',
    "filter(({ fact }) => isFactOf(fact, 'SubjectsLinked'))",
    'filter(({ fact }) => fact.factId.length > 0)',
  ),
  mutant(
    'two identifiers are two persons',
    'subject-links',
    'return this.#find(subjectKey)?.name ?? subjectKey;',
    'return subjectKey;',
  ),
  mutant(
    'a person in doubt is not',
    'person-conflicts',
    "event.conflictKind === 'PERSON' &&",
    "event.conflictKind === 'UNKNOWN' &&",
  ),
];
