/** Choosing a person: one of those offered, or any by kind and number. */
import { element } from './element.js';
import { say, textOf, word } from './words.js';

const BY_HAND = 'by-hand';
const TYPES = ['PERSON', 'OLD_ID', 'BUSINESS', 'PASSPORT'];

/** Fills a fieldset with the choice for one role; gives what reads and sets it. */
export function personField(fieldset, { role, required, people, onchange }) {
  const name = role.toLowerCase();
  const choice = element('select', { id: `${name}-choice`, onchange: changed });
  const type = element('select', { id: `${name}-type`, 'data-label': 'idType' });
  const id = element('input', {
    id: `${name}-id`,
    'data-label': 'idNumber',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '32',
    onchange,
  });
  const byHand = element('div', { class: 'by-hand' }, type, id);
  const legend = element('legend');
  fieldset.replaceChildren(legend, choice, byHand);
  fieldset.dataset.role = role;

  function changed() {
    byHand.hidden = choice.value !== BY_HAND;
    id.removeAttribute('aria-invalid');
    onchange?.();
  }

  /** Says everything again, in the language chosen by now. */
  function speak() {
    const chosen = choice.value;
    const chosenType = type.value || TYPES[0];
    const title = word('role', role);
    legend.textContent = `${title[0].toUpperCase()}${title.slice(1)}${required ? '' : ` (${say('optional')})`}`;
    choice.setAttribute('aria-label', legend.textContent);
    choice.replaceChildren(
      element('option', { value: '' }, say(required ? 'personNone' : 'personSkip')),
      ...people.map((person) => element('option', { value: person.key }, labelOf(person))),
      element('option', { value: BY_HAND }, say('personByHand')),
    );
    choice.value = chosen === '' && people.length === 0 && required ? BY_HAND : chosen;
    type.replaceChildren(...TYPES.map((one) => element('option', { value: one }, word('subjectType', one))));
    type.value = chosenType;
    for (const field of [type, id]) field.setAttribute('aria-label', say(field.dataset.label));
    id.placeholder = say('idNumber');
    byHand.hidden = choice.value !== BY_HAND;
  }

  speak();
  return {
    role,
    speak,
    /** `{type, id}`; undefined where nobody is chosen. */
    subject() {
      const person = people.find(({ key }) => key === choice.value);
      if (person !== undefined) return person.subject;
      return choice.value === BY_HAND && id.value.trim() !== ''
        ? { type: type.value, id: id.value.trim() }
        : undefined;
    },
    choose(subject) {
      const person = people.find((one) => one.subject.type === subject.type && one.subject.id === subject.id);
      choice.value = person?.key ?? BY_HAND;
      if (person === undefined) {
        type.value = subject.type;
        id.value = subject.id;
      }
      changed();
    },
    markInvalid() {
      id.setAttribute('aria-invalid', 'true');
    },
    focus() {
      (byHand.hidden ? choice : id).focus();
    },
  };
}

function labelOf({ name, note }) {
  const said = textOf(note);
  return said === '' ? name : `${name} · ${said}`;
}
