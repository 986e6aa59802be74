/** The answer to a question: how many papers are saved, each paper, the form's prefilled fields, what it rests on. */
import { agencyName } from './api.js';
import { element, terms } from './element.js';
import { lookOf, ownPaper, requiredPaper } from './paper-item.js';
import { nameOf, say, sayAge, sayDay, sayInstant, word } from './words.js';

const place = document.querySelector('#answer');

/** Before anything was asked. */
export function showWelcome() {
  place.replaceChildren(
    element(
      'div',
      { class: 'welcome' },
      element('img', { src: '/page/mark.svg', alt: '', width: '72', height: '72' }),
      element('h2', {}, say('welcomeTitle')),
      element('p', {}, say('welcome')),
    ),
  );
}

/** While an answer is awaited. */
export function showBusy() {
  place.classList.add('busy');
  place.setAttribute('aria-busy', 'true');
}

function show(...children) {
  place.classList.remove('busy');
  place.removeAttribute('aria-busy');
  place.replaceChildren(...children.filter((child) => child !== undefined));
  if (place.getBoundingClientRect().top > innerHeight * 0.5) place.scrollIntoView({ behavior: 'instant' });
}

/** The answer. `applies` gives the box of a row whose case may apply. */
export function showAnswer(answer, { applies, openDossier }) {
  const { procedure, on, papers, toBring, counts, avoidable, prefill, truncated } = answer;
  show(
    element('p', { class: 'eyebrow' }, `${nameOf(procedure)} · ${procedure.code} · ${sayDay(on)}`),
    element('h2', { class: 'verdict' }, verdict(counts)),
    counts.required === 0 ? undefined : tally(papers, toBring),
    element('p', { class: 'saved' }, saved(answer)),
    truncated === true ? element('p', { class: 'banner bad' }, say('truncated')) : undefined,
    avoidable === undefined || avoidable.held.length === 0
      ? undefined
      : needless(avoidable.held, openDossier),
    element(
      'ol',
      { class: 'papers' },
      papers.map((paper) => requiredPaper(paper, { toBring, applies: applies(paper), openDossier })),
    ),
    prefill.length === 0 ? undefined : filledIn(prefill),
    rests(answer),
  );
}

function verdict({ held, toBring }) {
  if (toBring === 0) return say('nothingToBring');
  return say(held > 0 ? 'toBring' : 'toBringAll', { count: toBring });
}

/** In words what the bar shows in colours. */
function saved({ papers, toBring, counts: { required, held } }) {
  if (required === 0) return say('noPapers');
  const looks = papers.map((paper) => lookOf(paper, toBring));
  const count = (look) => looks.filter((one) => one === look).length;
  const spared = count('conditional');
  const open = count('unsettled');
  return [
    say('saved', { held, required }),
    ...(spared > 0 ? [say('notAsked', { count: spared })] : []),
    ...(open > 0 ? [say('unsettledToo', { count: open })] : []),
  ].join(' ');
}

function tally(papers, toBring) {
  return element(
    'div',
    { class: 'tally', 'aria-hidden': 'true' },
    papers.map((paper) => element('span', { class: lookOf(paper, toBring) })),
  );
}

function needless(held, openDossier) {
  return element(
    'section',
    { class: 'banner good avoidable' },
    element('h2', {}, say('avoidableTitle')),
    element('p', {}, say('avoidable')),
    element(
      'ul',
      { class: 'papers' },
      held.map((paper) => ownPaper({ status: 'HELD', reasons: [], held: paper }, { openDossier })),
    ),
  );
}

function filledIn(prefill) {
  return element(
    'section',
    { class: 'prefill' },
    element('h2', {}, say('prefillTitle')),
    terms(
      'filled',
      prefill.map(({ field, value, from }) => [
        word('field', field),
        element('span', {}, fieldValue(field, value), element('small', {}, sourceWords(from))),
      ]),
    ),
  );
}

function fieldValue(field, value) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return sayDay(value);
  if (field !== 'agency') return value;
  const said = element('span', {}, value);
  void agencyName(value).then((name) => said.replaceChildren(name));
  return said;
}

/** `BIRTH_CERTIFICATE of CHILD`, `civil-servants`, `identity of the applicant` in words. */
function sourceWords(from) {
  if (from === 'civil-servants') return word('origin', 'RECORD');
  if (from === 'identity of the applicant') return word('role', 'APPLICANT');
  const [kind, role] = from.split(' of ');
  return role === undefined ? word('kind', kind) : `${word('kind', kind)} · ${word('role', role)}`;
}

function rests({ answerId, knownAt, observedAt, ageMs, positions }) {
  return element(
    'details',
    { class: 'meta' },
    element('summary', {}, say('metaTitle')),
    element('p', {}, say('observed', { instant: sayInstant(observedAt), age: sayAge(ageMs) })),
    element('p', {}, say('known', { instant: sayInstant(knownAt) })),
    answerId === undefined
      ? undefined
      : element('p', {}, `${say('answerId')}: `, element('code', {}, answerId)),
    element('p', {}, `${say('positions')}:`),
    element(
      'ul',
      {},
      positions.map((position) => element('li', {}, element('code', {}, position))),
    ),
  );
}

/** Every paper of a person. */
export function showPapers(answer, { openDossier }) {
  const { papers } = answer;
  const held = papers.filter(({ status }) => status.startsWith('HELD')).length;
  show(
    element('p', { class: 'eyebrow' }, sayDay(answer.on)),
    element('h2', { class: 'verdict' }, say('papersTitle')),
    element(
      'p',
      { class: 'saved' },
      papers.length === 0 ? say('papersNone') : say('papersCount', { held, all: papers.length }),
    ),
    answer.truncated === true ? element('p', { class: 'banner bad' }, say('truncated')) : undefined,
    element(
      'ol',
      { class: 'papers' },
      papers.map((paper) => ownPaper(paper, { openDossier })),
    ),
    rests(answer),
  );
}

/** Why there is no answer: the problem document, with every fault in the reader's words where they are known. */
export function showProblem({ code, title, detail, errors = [] }) {
  const faults = errors.map(faultWords);
  const known = faults.length > 0 && faults.every((words) => words !== undefined);
  show(
    element(
      'div',
      { class: 'banner bad', role: 'alert' },
      element('h2', {}, known ? say('faultWords') : code === 'UNREACHABLE' ? say('unreachable') : title),
      known ? undefined : element('p', {}, code === 'UNREACHABLE' ? say('unreachableNote') : detail),
      faults.length === 0
        ? undefined
        : element(
            'ul',
            {},
            errors.map((fault, index) => element('li', {}, faults[index] ?? plainFault(fault))),
          ),
    ),
  );
}

/** The faults that a reader of the page can make. */
function faultWords({ pointer, code, expected }) {
  if (code === 'PLACEHOLDER') return say('faultPlaceholder');
  if (code === 'FORM' && pointer.endsWith('/id')) return say('faultId');
  const [, role] = code === 'ROLE_MISSING' ? (/role ([A-Z]+)/.exec(expected) ?? []) : [];
  return role === undefined ? undefined : say('faultRole', { role: word('role', role) });
}

function plainFault({ pointer, expected, hint }) {
  return element(
    'span',
    {},
    element('code', {}, pointer),
    `: ${expected}`,
    hint === undefined ? '' : ` (${hint})`,
  );
}
