/** The form: who, for which procedure, about what, on which day. Asks the catalogue which roles and things it needs. */
import { askProcedure, findProcedures } from './api.js';
import { element } from './element.js';
import { personField } from './person-field.js';
import { nameOf, say, textOf, word } from './words.js';

const OBJECT_TYPES = ['PARCEL', 'HOUSE', 'VEHICLE', 'BUSINESS'];
/** Papers that count by their issuer. */
const NARROW = new Set(['PROVINCE', 'ISSUER']);
const SEARCH_FROM = 30;
const SEARCH_PAUSE_MS = 200;

const form = document.querySelector('#question');
const part = (name) => form.querySelector(`#${name}`);
const example = part('example');
const procedure = part('procedure');
const search = part('procedure-search');
const objectType = part('object-type');
const objectKey = part('object-key');
const agency = part('agency');
const on = part('on');
const knownAt = part('known-at');

let examples = { people: [], questions: [] };
let procedures = [];
let applicant;
let others = [];
let needsObject = false;
let needsAgency = false;
/** Rows whose case the reader has said applies. */
let applies = [];

/** Builds the form; `onAsk` is called when a question is to be asked, `onPapers` for the papers of the applicant. */
export async function startForm(given, { onAsk, onPapers }) {
  examples = given;
  on.value = today();
  applicant = personField(part('applicant'), { role: 'APPLICANT', required: true, people: examples.people });
  part('examples').hidden = examples.questions.length === 0;
  fillExamples();
  fillObjectTypes();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onAsk();
  });
  part('show-papers').addEventListener('click', onPapers);
  example.addEventListener('change', () => void chooseExample(onAsk));
  procedure.addEventListener('change', () => void showNeeds());
  on.addEventListener('change', () => void showNeeds());
  let typing;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => void loadProcedures(), SEARCH_PAUSE_MS);
  });
  await loadProcedures();
  search.hidden = procedures.length <= SEARCH_FROM;
}

/** Says the form in the language chosen by now. */
export function speakForm() {
  if (applicant === undefined) return;
  applicant.speak();
  for (const field of others) field.speak();
  fillExamples();
  fillObjectTypes();
  fillProcedures();
}

/** The question as the API takes it. Undefined, with the focus on what is missing, without an applicant. */
export function readQuestion() {
  agency.removeAttribute('aria-invalid');
  const subject = readApplicant();
  if (subject === undefined) return undefined;
  const named = others.flatMap((field) => {
    const person = field.subject();
    return person === undefined ? [] : [{ role: field.role, ...person }];
  });
  const legalBasis = part('legal-basis').value.trim();
  return {
    procedureCode: procedure.value,
    subjects: [{ role: 'APPLICANT', ...subject }, ...named],
    ...(needsObject &&
      objectKey.value.trim() !== '' && { object: { type: objectType.value, key: objectKey.value.trim() } }),
    ...(needsAgency && agency.value.trim() !== '' && { agency: agency.value.trim() }),
    ...readTimes(),
    ...(legalBasis !== '' && { legalBasis }),
    ...(applies.length > 0 && { applies }),
  };
}

/** The applicant alone. */
export function readApplicant() {
  const subject = applicant.subject();
  if (subject === undefined) applicant.focus();
  return subject;
}

/** `on` and, where it is set, `knownAt`: a time of Vietnam as an instant. */
export function readTimes() {
  return {
    on: on.value === '' ? today() : on.value,
    ...(knownAt.value !== '' && { knownAt: new Date(`${knownAt.value}+07:00`).toISOString() }),
  };
}

/** Sets whether the case of a row applies. */
export function setApplies(ordinal, does) {
  applies = applies.filter((one) => one !== ordinal);
  if (does) applies.push(ordinal);
}

/** Whether the reader has said that the case of a row applies. */
export function doesApply(ordinal) {
  return applies.includes(ordinal);
}

/** Marks the agency, or the person at a place of the question, such as `/subjects/1/id`. */
export function markFault(pointer) {
  if (pointer === '/agency') agency.setAttribute('aria-invalid', 'true');
  const [, index] = /^\/subjects\/(\d+)\//.exec(pointer) ?? [];
  if (index === undefined) return;
  const present = [applicant, ...others.filter((field) => field.subject() !== undefined)];
  present[Number(index)]?.markInvalid();
}

async function chooseExample(onAsk) {
  const question = examples.questions[Number(example.value)];
  if (example.value === '' || question === undefined) return;
  on.value = question.on ?? today();
  knownAt.value = '';
  search.value = '';
  await loadProcedures();
  procedure.value = question.procedureCode;
  await showNeeds(question.subjects.map(({ role }) => role));
  for (const { role, type, id } of question.subjects) {
    const field = role === 'APPLICANT' ? applicant : others.find((one) => one.role === role);
    field?.choose({ type, id });
  }
  if (question.object !== undefined) {
    objectType.value = question.object.type;
    objectKey.value = question.object.key;
  }
  onAsk();
}

async function loadProcedures() {
  const found = await findProcedures(search.value.trim());
  procedures = found.procedures;
  fillProcedures();
  await showNeeds();
}

/** Asks for those whom the procedure is about, and for `also`; keeps the persons chosen before. */
async function showNeeds(also = []) {
  applies = [];
  if (procedure.value === '') return;
  const needed = await askProcedure(procedure.value, readTimes().on).catch(() => undefined);
  if (needed === undefined) return;
  const before = new Map(others.map((field) => [field.role, field.subject()]));
  const extra = also.filter((role) => !needed.roles.some((one) => one.role === role));
  const roles = [...needed.roles, ...extra.map((role) => ({ role, required: false }))].filter(
    ({ role }) => role !== 'APPLICANT',
  );
  const fieldsets = roles.map(() => element('fieldset', { class: 'person' }));
  part('others').replaceChildren(...fieldsets);
  others = roles.map(({ role, required }, index) =>
    personField(fieldsets[index], { role, required, people: examples.people }),
  );
  for (const field of others) {
    const subject = before.get(field.role);
    if (subject !== undefined) field.choose(subject);
  }
  needsObject = needed.papers.some(({ perObject }) => perObject);
  part('object').hidden = !needsObject;
  needsAgency = needed.papers.some(({ validityScope }) => NARROW.has(validityScope));
  part('agency-field').hidden = !needsAgency;
}

function fillExamples() {
  const chosen = example.value;
  example.replaceChildren(
    element('option', { value: '' }, say('exampleNone')),
    ...examples.questions.map(({ title }, index) =>
      element('option', { value: String(index) }, textOf(title)),
    ),
  );
  example.value = chosen;
}

function fillProcedures() {
  const chosen = procedure.value;
  procedure.replaceChildren(
    ...procedures.map((one) => element('option', { value: one.code }, `${nameOf(one)} (${one.code})`)),
  );
  if (procedures.length === 0) procedure.append(element('option', { value: '' }, say('procedureNone')));
  if (procedures.some(({ code }) => code === chosen)) procedure.value = chosen;
}

function fillObjectTypes() {
  const chosen = objectType.value || OBJECT_TYPES[0];
  objectType.replaceChildren(
    ...OBJECT_TYPES.map((type) => element('option', { value: type }, word('object', type))),
  );
  objectType.value = chosen;
}

/** Today in Vietnam. */
function today() {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
