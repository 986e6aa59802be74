// The three sender styles as clients: each sends what its system sends and reads no more of the answer than its system
// does. Written from the envelopes of national-sync-example.json; only the address is another.

import type { Item } from './examples.ts';

/** What a client does with an answer: nothing of it but the text, as these systems have it in hand. */
export interface Heard {
  readonly status: number;
  readonly text: string;
}

export type Post = (path: string, body: unknown) => Promise<Heard>;

interface SendersAnswer {
  readonly error_code?: unknown;
  readonly message?: unknown;
  readonly session?: unknown;
  readonly result?: unknown;
}

/** Style A reads nothing of an answer that is not 200, and a code as a number. */
function heardByA({ status, text }: Heard): SendersAnswer {
  const answer: SendersAnswer = status === 200 ? JSON.parse(text) : {};
  return answer;
}

const isZero = ({ error_code }: SendersAnswer): boolean =>
  typeof error_code === 'string' && Number(error_code) === 0;

/** Logs in, asks whether the dossier exists, states it, and tells the progress only after code 0. Gives what it did. */
export async function sendAsA(
  post: Post,
  login: { readonly username: string; readonly password: string },
  dossier: Item,
  step: Item,
): Promise<readonly string[]> {
  const logged = heardByA(await post('/v1/national-sync/session', login));
  if (!isZero(logged) || typeof logged.session !== 'string') return ['no session'];
  const envelope = { session: logged.session, madonvi: 'H44' };
  const question = { ...envelope, service: 'TraCuuHoSo', mahoso: dossier['MaHoSo'] };
  const { result } = heardByA(await post('/v1/national-sync', question));
  const isKnown = Array.isArray(result) && result.length > 0;
  const isUpdating = isKnown ? 'True' : 'False';
  const whole = { ...envelope, isUpdating, service: 'DongBoHoSoMC', data: [dossier] };
  const stated = heardByA(await post('/v1/national-sync', whole));
  const done = [isKnown ? 'updated' : 'created', isZero(stated) ? 'taken' : 'not taken'];
  if (!isZero(stated)) return done;
  const progress = { ...envelope, service: 'CapNhatTienDoHoSoMC', data: [step] };
  return [
    ...done,
    isZero(heardByA(await post('/v1/national-sync', progress))) ? 'progress taken' : 'progress lost',
  ];
}

/** The three addresses of style B. */
export interface AddressesOfB {
  readonly create: string;
  readonly update: string;
  readonly progress: string;
}

/** States the dossier as new, then as changed if told that it exists; then the steps, ten at a time. */
export async function sendAsB(
  post: Post,
  urls: AddressesOfB,
  dossier: Item,
  steps: readonly Item[],
): Promise<readonly string[]> {
  const done: string[] = [];
  const created = heardByB(await post(urls.create, [dossier]));
  let isSynchronised = false;
  if (['0', '3', '-3'].includes(created.error_code) && created.message.includes('đã tồn tại')) {
    done.push('exists');
    const updated = heardByB(await post(urls.update, [dossier]));
    isSynchronised = updated.error_code === '0' && updated.message.toLowerCase().includes('thành công');
  } else {
    isSynchronised = created.error_code === '0' && created.message.toLowerCase().includes('thành công');
  }
  done.push(isSynchronised ? 'synchronised' : 'not synchronised');
  if (!isSynchronised) return done;
  for (let from = 0; from < steps.length; from += 10) {
    const { text } = await post(urls.progress, steps.slice(from, from + 10));
    done.push(text.toLowerCase().includes('thành công') ? 'steps taken' : 'steps lost');
  }
  return done;
}

/** Style B reads any answer, whatever its status, and fails on a missing message. */
function heardByB({ text }: Heard): { readonly error_code: string; readonly message: string } {
  const { error_code, message }: SendersAnswer = JSON.parse(text);
  if (typeof error_code !== 'string' || typeof message !== 'string') throw new TypeError('null reference');
  return { error_code, message };
}

/** States the dossier as new, then at once as changed; writes both answers to its log and never looks at them. */
export async function sendAsC(post: Post, created: Item, updated: Item): Promise<readonly Heard[]> {
  const url = '/v1/national-sync?MaDinhDanhDV=000.00.01.H22&isUpdating=';
  return [await post(`${url}False`, [created]), await post(`${url}True`, [updated])];
}
