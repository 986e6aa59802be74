/** A dossier's state and timeline, in a dialog over the answer that it proves. */
import { askDossier } from './api.js';
import { element, terms } from './element.js';
import { say, sayDay, sayInstant, word } from './words.js';

const dialog = document.querySelector('#dossier');

/** Opens it; says so where the dossier cannot be had. */
export async function openDossier(code) {
  try {
    fill(code, await askDossier(code));
  } catch (error) {
    fillProblem(code, error.document ?? { title: String(error) });
  }
  dialog.showModal();
}

function fill(code, dossier) {
  dialog.replaceChildren(
    head(code),
    ...(dossier.deadLetterOpen ? [element('p', { class: 'banner bad' }, say('deadLetterOpen'))] : []),
    terms('facts', [
      [say('procedure'), dossier.procedureName ?? dossier.procedureCode],
      [
        say('applicant'),
        dossier.parties
          .map(({ name }) => name)
          .filter(Boolean)
          .join(', '),
      ],
      [say('filedOn'), dossier.filedOn === undefined ? undefined : sayDay(dossier.filedOn)],
      [say('dueAt'), dossier.dueAt === undefined ? undefined : sayInstant(dossier.dueAt)],
      [say('state'), dossier.state === undefined ? undefined : word('state', dossier.state)],
      [say('outcome'), word('outcome', dossier.outcome)],
    ]),
    element('h3', {}, say('timeline')),
    element('ol', { class: 'timeline' }, dossier.timeline.map(entry)),
  );
}

function entry({ at, eventName, status, eventId, position }) {
  const what = word('event', eventName);
  // The other events say their status by their name.
  const said =
    eventName === 'ProcessingStepRecorded' && status !== undefined
      ? `${what}: ${word('state', status)}`
      : what;
  return element(
    'li',
    {},
    element('time', { datetime: at }, sayInstant(at)),
    element('span', {}, said),
    element('code', {}, `${position} · ${eventId}`),
  );
}

function fillProblem(code, { title, detail }) {
  dialog.replaceChildren(
    head(code),
    element('p', { role: 'alert' }, [title, detail].filter(Boolean).join('. ')),
  );
}

function head(code) {
  return element(
    'div',
    { class: 'dialog-head' },
    element('h2', { id: 'dossier-title' }, say('dossierTitle', { code })),
    element(
      'button',
      { type: 'button', class: 'close', 'aria-label': say('close'), onclick: () => dialog.close() },
      '✕',
    ),
  );
}
