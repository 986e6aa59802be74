/** The page: starts the form, asks, shows what is answered, and says everything again when the language changes. */

import { showAnswer, showBusy, showPapers, showProblem, showWelcome } from './answer-view.js';
import { askPapers, askPreCheck, findExamples, Problem } from './api.js';
import { openDossier } from './dossier-dialog.js';
import { element } from './element.js';
import {
  doesApply,
  markFault,
  readApplicant,
  readQuestion,
  readTimes,
  setApplies,
  speakForm,
  startForm,
} from './question-form.js';
import { language, say, speak } from './words.js';

/** What is shown now, to be asked again in another language; counts up so that a late answer is not shown. */
let shown = async () => showWelcome();
let asked = 0;

async function showOutcome(ask, view) {
  const mine = ++asked;
  showBusy();
  try {
    const answer = await ask();
    if (mine === asked) view(answer);
  } catch (error) {
    if (mine !== asked) return;
    if (!(error instanceof Problem)) throw error;
    showProblem(error.document);
    for (const { pointer } of error.document.errors ?? []) markFault(pointer);
  }
}

async function ask() {
  const question = readQuestion();
  if (question === undefined) return showProblem({ title: say('chooseApplicant'), detail: '' });
  shown = ask;
  return showOutcome(
    () => askPreCheck(question),
    (answer) => showAnswer(answer, { applies: caseBox, openDossier }),
  );
}

async function askForPapers() {
  const subject = readApplicant();
  if (subject === undefined) return showProblem({ title: say('chooseApplicant'), detail: '' });
  shown = askForPapers;
  return showOutcome(
    () => askPapers(subject, readTimes()),
    (answer) => showPapers(answer, { openDossier }),
  );
}

/** The box with which the reader says that the case of a row applies to them. */
function caseBox({ ordinal, hintCode }) {
  if (hintCode !== 'CASE' && !doesApply(ordinal)) return undefined;
  const box = element('input', {
    type: 'checkbox',
    checked: doesApply(ordinal),
    onchange: (event) => {
      setApplies(ordinal, event.target.checked);
      void ask();
    },
  });
  return element('label', { class: 'applies' }, box, say('applies'));
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    speak(button.dataset.language);
    speakForm();
    void shown();
  });
}

speak(language());
showWelcome();
try {
  await startForm(await findExamples(), { onAsk: () => void ask(), onPapers: () => void askForPapers() });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  showProblem(error.document);
}
speak(language());
