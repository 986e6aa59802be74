/** Everything that is known at an instant, worked out once: standing facts and every paper. */
import type { Instant } from '#shared/pure/time.ts';
import type { CatalogueData, Letter, Told } from '../told.ts';
import { rule11Decided } from './decisions.ts';
import { isComponent, rule9Outcome, rule11Application } from './dossier.ts';
import { rule1Known, type Standing, standingFacts } from './facts.ts';
import { type Successions, successionsOf } from './offices.ts';
import { type KnownPaper, papersOfDossier, sharedPaper } from './papers.ts';
import { aboutPersons, type NameOf, namesOf, rule11PersonsInDoubt } from './persons.ts';
import { retirementPapers } from './posts.ts';

export interface Knowledge {
  readonly catalogue: CatalogueData;
  readonly offices: Successions;
  readonly facts: readonly Standing[];
  readonly papers: readonly KnownPaper[];
  /** Persons of whom it is in question who they are. */
  readonly doubted: readonly string[];
  readonly nameOf: NameOf;
}

const DOSSIERS = 'gov.one-stop-shop.dossier.v1';
const SHARED = 'gov.shared.paper.v1';
const RECORDS = 'gov.civil-servants.record.v1';

/** What the hub knew at an instant; persons go by the keys asked about, where they have one of these. */
export function knowledgeAt(told: Told, knownAt: Instant, asked: readonly string[]): Knowledge {
  const { catalogue } = told;
  const known = rule1Known(told.stated, knownAt);
  const offices = successionsOf(known);
  const { standing, ever } = standingFacts(known, offices);
  const nameOf = namesOf(standing, asked);
  const facts = standing.map((fact) => ({ ...fact, event: aboutPersons(fact.event, nameOf) }));
  const letters = told.letters.filter(({ knownFrom }) => knownFrom <= knownAt);
  const hasLetter: HasLetter = (stream, keys) =>
    letters.some((letter) => letter.stream === stream && keys.includes(letter.key));
  const trusted = rule9Trusted(facts);
  const codes = [...new Set(known.filter(({ topic }) => topic === DOSSIERS).map(({ key }) => key))];
  const ofDossiers = codes.flatMap((code) => {
    const isOwn = ({ topic, key }: Standing): boolean => topic === DOSSIERS && key === code;
    const own = facts.filter(isOwn);
    const everSubmitted = ever
      .filter(isOwn)
      .filter(isComponent)
      .map(({ event: { paper } }) => ({ sha256: paper.fileSha256, ref: paper.fileRef }));
    const application = rule11Application(own, rule11Decided(facts, code), offices);
    const dossier = { code, facts: own, everSubmitted, application };
    const outcome = rule9Outcome(dossier, catalogue, trusted);
    return papersOfDossier({ dossier, outcome, hasLetter: hasLetter('dossiers', [code]), catalogue });
  });
  const shared = facts
    .filter(({ topic }) => topic === SHARED)
    .flatMap((fact) => sharedPaper(fact, hasLetter('shared_papers', [fact.key]), catalogue));
  const records = retirementPapers(facts.filter(({ topic }) => topic === RECORDS)).map((paper) =>
    paper.aggregateKey !== undefined && hasLetter('civil_servants', [paper.aggregateKey])
      ? unread(paper)
      : paper,
  );
  const named = letters.map((letter) => ({ ...letter, key: nameOf(letter.key) }));
  const papers = [...ofDossiers, ...shared, ...records].map((paper) =>
    rule17MayBeUnread(paper, hasLetter, named) ? unread(paper) : paper,
  );
  const doubted = rule11PersonsInDoubt(facts);
  return { catalogue, offices, facts, papers, doubted, nameOf };
}

type HasLetter = (stream: Letter['stream'], keys: readonly string[]) => boolean;

/** Rule 17 and design 3.8: a letter about its document, its signer, or of a shared paper somebody it names. */
function rule17MayBeUnread(
  { origin, paper, concerns }: KnownPaper,
  hasLetter: HasLetter,
  named: readonly Letter[],
) {
  const { documentKey, signer } = paper;
  return (
    (documentKey !== null && hasLetter('documents', [documentKey])) ||
    (signer?.civilServantCode != null && hasLetter('civil_servants', [signer.civilServantCode])) ||
    (origin === 'SHARED' &&
      named.some(
        ({ stream, key }) =>
          stream === 'shared_papers' && concerns.some(({ subjectKey }) => subjectKey === key),
      ))
  );
}

function unread(paper: KnownPaper): KnownPaper {
  return { ...paper, unsettled: [...paper.unsettled, 'DEAD_LETTER_OPEN'] };
}

/** Rule 9: the newest word on a source's trust. */
function rule9Trusted(facts: readonly Standing[]): (source: string) => boolean {
  return (source) => {
    const words = facts.flatMap(({ event }) =>
      event.eventName === 'SourceTrustChanged' && event.trustedSource === source ? [event.trusted] : [],
    );
    return words.at(-1) ?? false;
  };
}
