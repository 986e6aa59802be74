/** One paper of an answer: struck out or still to bring, and its proof. */
import { element, icon, terms } from './element.js';
import { nameOf, say, sayDay, word } from './words.js';

const LOOKS = {
  HELD: 'held',
  HELD_EXPIRING: 'held',
  HELD_ORIGINAL_MUST_BE_SURRENDERED: 'bring',
  UNSETTLED: 'unsettled',
  STALE: 'bring',
  CONDITIONAL: 'conditional',
  MISSING: 'bring',
  NOT_REUSABLE: 'form',
};

/** How a paper looks: `held`, `bring`, `form`, `conditional`, `unsettled`. What is stale but not asked for is conditional. */
export function lookOf(paper, toBring) {
  const look = LOOKS[paper.status] ?? 'bring';
  if (toBring === undefined) return look;
  if (toBring.includes(paper.ordinal)) return look === 'form' ? 'form' : 'bring';
  return look === 'bring' || look === 'form' ? 'conditional' : look;
}

/** A required paper with its answer. `applies` is the box to say that its case does, where there is one. */
export function requiredPaper(paper, { toBring, applies, openDossier }) {
  const look = lookOf(paper, toBring);
  const name = nameOf(paper);
  const about =
    paper.aboutRole === 'APPLICANT'
      ? undefined
      : element('small', {}, ` ${say('about', { role: word('role', paper.aboutRole) })}`);
  return element(
    'li',
    { class: `paper ${look}`, 'data-ordinal': String(paper.ordinal), 'data-status': paper.status },
    element('span', { class: 'sign' }, icon(look)),
    element('h3', {}, look === 'held' ? element('s', {}, name) : name, about),
    tags(paper),
    element('p', { class: 'hint' }, paper.hint),
    applies,
    paper.held === undefined ? undefined : proof(paper.held, { openDossier, requiredKind: paper.paperKind }),
    others(paper.others, openDossier),
  );
}

/** A paper that is held for a person, for itself. */
export function ownPaper({ status, reasons, held, roles }, { openDossier }) {
  const look = status.startsWith('HELD') ? 'held' : LOOKS[status];
  return element(
    'li',
    { class: `paper ${look} own`, 'data-status': status },
    element('span', { class: 'sign' }, icon(look)),
    element('h3', {}, word('kind', held.paperKind)),
    tags({ status, reasons }),
    proof(held, { openDossier, roles }),
  );
}

function tags({ status, reasons }) {
  return element(
    'p',
    { class: 'tags' },
    element('span', { class: 'tag' }, word('status', status)),
    reasons.map((reason) => element('span', { class: 'tag' }, word('reason', reason))),
  );
}

/** Who issued it, when, under which number, and the events that prove it. */
function proof(held, { openDossier, requiredKind, roles }) {
  const { issuer, signer } = held;
  return element(
    'div',
    {},
    terms('facts', [
      [
        say('actualKind'),
        requiredKind === undefined || requiredKind === held.paperKind
          ? undefined
          : word('kind', held.paperKind),
      ],
      [say('issuer'), issuer.name ?? issuer.code],
      [say('number'), held.number],
      [say('issuedOn'), sayDay(held.issuedOn)],
      [say('validTo'), held.validTo === undefined ? undefined : sayDay(held.validTo)],
      [
        say('thing'),
        held.object === undefined ? undefined : `${word('object', held.object.type)} ${held.object.key}`,
      ],
      [say('signer'), signer.code === undefined ? undefined : word('signer', signer.standing)],
      [say('origin'), word('origin', held.origin)],
      [say('roles'), roles?.map((role) => word('role', role)).join(', ')],
      [
        say('dossier'),
        held.dossierCode === undefined ? undefined : dossierLink(held.dossierCode, openDossier),
      ],
      [say('document'), held.documentKey],
    ]),
    events(held.provenance),
  );
}

function dossierLink(code, openDossier) {
  return element('button', { type: 'button', class: 'link', onclick: () => openDossier(code) }, code);
}

function events(provenance) {
  const count = provenance.length;
  if (count === 0) return undefined;
  return element(
    'details',
    {},
    element('summary', {}, say(count === 1 ? 'proofOne' : 'proof', { count })),
    element(
      'ul',
      { class: 'proofs' },
      provenance.map(({ type, eventId, position }) =>
        element(
          'li',
          {},
          `${word('event', eventNameOf(type))} `,
          element('code', {}, `${position} · ${eventId}`),
        ),
      ),
    ),
  );
}

/** `vn.gov.one-stop-shop.result-issued.v1` → `ResultIssued`. */
function eventNameOf(type) {
  const words = type.split('.').at(-2) ?? type;
  return words.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase());
}

function others(list, openDossier) {
  if (list.length === 0) return undefined;
  return element(
    'details',
    {},
    element('summary', {}, say('othersFound', { count: list.length })),
    element(
      'ul',
      { class: 'papers' },
      list.map((one) => ownPaper(one, { openDossier })),
    ),
  );
}
