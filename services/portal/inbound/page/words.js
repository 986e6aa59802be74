/** What the page says, in Vietnamese and English, and how it writes days, instants and coded words. */
import { CODED } from './coded-words.js';
import { SENTENCES } from './sentences.js';

const KEPT = 'mot-lan.language';
let current = startingLanguage();

function startingLanguage() {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'vi' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'vi';
}

/** `vi` or `en`. */
export function language() {
  return current;
}

/** Chooses the language and says everything fixed on the page in it. */
export function speak(chosen) {
  current = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen;
  document.title = `Một Lần: ${say('title')}`;
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', say(node.dataset.label));
    if (node.tagName === 'INPUT') node.placeholder = say(node.dataset.label);
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  }
}

/** A sentence with its places filled: `say('saved', { held: 3 })`. */
export function say(name, values = {}) {
  return Object.entries(values).reduce(
    (sentence, [place, value]) => sentence.replaceAll(`{${place}}`, String(value)),
    SENTENCES[name][current],
  );
}

/** A code of a list in words; one that is not listed as it stands. */
export function word(list, code) {
  return CODED[list][code]?.[current] ?? code;
}

/** The name in the chosen language, of things that have `name` and perhaps `nameEn`. */
export function nameOf({ name, nameEn }) {
  return current === 'en' && nameEn !== undefined ? nameEn : name;
}

/** A bilingual text of the examples. */
export function textOf(text) {
  return typeof text === 'string' ? text : (text?.[current] ?? text?.vi ?? '');
}

/** `2026-09-14` as a reader writes it. */
export function sayDay(day) {
  const [year, month, date] = day.split('-');
  return current === 'vi' ? `${date}/${month}/${year}` : `${date}-${month}-${year}`;
}

/** An instant in Vietnam's time. */
export function sayInstant(instant) {
  return new Intl.DateTimeFormat(current === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(new Date(instant));
}

/** A time of milliseconds, in the unit that fits. */
export function sayAge(ms) {
  if (ms < 1000) return say('ageMs', { ms });
  if (ms < 120_000) return say('ageSeconds', { seconds: Math.round(ms / 1000) });
  if (ms < 7_200_000) return say('ageMinutes', { minutes: Math.round(ms / 60_000) });
  return say('ageHours', { hours: Math.round(ms / 3_600_000) });
}
