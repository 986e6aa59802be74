/** The portal's own API as this page calls it. A refusal is thrown as the problem document that was answered. */
import { language } from './words.js';

export class Problem extends Error {
  constructor(document) {
    super(document.title);
    this.document = document;
  }
}

async function call(path, options = {}) {
  const headers = {
    accept: 'application/json',
    'accept-language': language(),
    'hub-purpose': 'CITIZEN_SELF',
  };
  const body = options.body === undefined ? {} : { 'content-type': 'application/json' };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...headers, ...body } });
  } catch {
    throw new Problem({ code: 'UNREACHABLE' });
  }
  const document = await answer.json();
  if (!answer.ok) throw new Problem(document);
  return document;
}

/** What must still be brought. */
export function askPreCheck(question) {
  return call('/v1/pre-check', { method: 'POST', body: JSON.stringify(question) });
}

/** Every paper of a person. */
export function askPapers({ type, id }, { on, knownAt }) {
  const query = new URLSearchParams({ on, ...(knownAt === undefined ? {} : { knownAt }) });
  return call(`/v1/subjects/${encodeURIComponent(type)}/${encodeURIComponent(id)}/papers?${query}`);
}

export function askDossier(code) {
  return call(`/v1/dossiers/${encodeURIComponent(code)}`);
}

/** The first 200 procedures that have these words. */
export function findProcedures(query) {
  return call(`/v1/procedures?${new URLSearchParams({ query, limit: '200' })}`);
}

export function askProcedure(code, on) {
  return call(`/v1/procedures/${encodeURIComponent(code)}?${new URLSearchParams({ on })}`);
}

/** An agency's name; its code where it is not known. */
export async function agencyName(code) {
  try {
    return (await call(`/v1/agencies/${encodeURIComponent(code)}`)).name;
  } catch {
    return code;
  }
}

/** Persons and questions to try; both empty where the portal was started without them. */
export function findExamples() {
  return call('/demo.json');
}
