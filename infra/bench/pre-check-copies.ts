/**
 * One household's facts as those of many: their bytes are what the doors, the log and the projector made of them,
 * with other names of the same length, and what is sealed is sealed anew under keys of its own. So every copy can be
 * asked about as if it had come the same way. Positions stay those of the first.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { EventType, HubEvent, Sealed } from '#schemas/generated/events.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import type { SealingKey } from '#shared/sealing/key-store.ts';
import type { OpenedPart } from '#shared/sealing/open.ts';
import { personalCodecOf } from '#shared/sealing/personal-codec.ts';
import { sealPart } from '#shared/sealing/seal.ts';
import { MEMBERS, personOf, tokenOf } from './pre-check-households.ts';

/** A household's own words: its token, the keys of its persons, the ids that follow from its snapshots. */
export type Words = readonly string[];

const TOKEN = 0;
const FIRST_KEY = 1;

/** The words of a household. `contentIds` are those of the household that is copied; in each the token takes a place. */
export function wordsOf(
  household: number,
  keyOf: (id: string) => string,
  contentIds: readonly string[],
): Words {
  const token = tokenOf(household);
  const keys = MEMBERS.map((member) => keyOf(personOf(household, member).id));
  return [token, ...keys, ...contentIds.map((id) => token + id.slice(token.length))];
}

/** A text with places where a household's words stand. */
export class Pattern {
  readonly #parts: readonly (string | number)[];

  constructor(text: string, words: Words) {
    this.#parts = split(text, words);
  }

  with(words: Words): string {
    let text = '';
    for (const part of this.#parts) text += typeof part === 'string' ? part : words[part];
    return text;
  }
}

function split(text: string, words: Words): (string | number)[] {
  for (const [index, word] of words.entries()) {
    const at = text.indexOf(word);
    if (at >= 0)
      return [...split(text.slice(0, at), words), index, ...split(text.slice(at + word.length), words)];
  }
  return text === '' ? [] : [text];
}

/** An event, or the fact inside a correction, whose sealed parts were opened. */
export interface OpenedEvent {
  readonly event: HubEvent;
  readonly opened: readonly OpenedPart[];
}

interface Box {
  readonly type: EventType;
  readonly source: string;
  readonly id: Pattern;
  readonly owner: Pattern;
  /** Whose number stands inside; undefined where a dossier's own text is sealed. */
  readonly member: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly nonceAt: number;
  readonly boxAt: number;
}

/** The bytes of one fact with the places of everything that differs between households. */
export class PayloadPattern {
  readonly #payload: Buffer;
  readonly #spots: readonly (readonly [at: number, word: number])[];
  readonly #boxes: readonly Box[];

  constructor(payload: Buffer, events: readonly OpenedEvent[], words: Words) {
    this.#payload = payload;
    this.#spots = words.flatMap((word, index) =>
      placesOf(payload, Buffer.from(word)).map((at) => [at, index]),
    );
    this.#boxes = events.flatMap(({ event, opened }) =>
      event.sealed.map((sealed, index) => boxOf(payload, event, sealed, opened[index]?.fields ?? {}, words)),
    );
  }

  with(household: number, words: Words, key: SealingKey): Buffer {
    const payload = Buffer.from(this.#payload);
    for (const [at, word] of this.#spots) payload.write(words[word] ?? '', at, 'latin1');
    for (const box of this.#boxes) this.#seal(payload, box, household, words, key);
    return payload;
  }

  #seal(payload: Buffer, box: Box, household: number, words: Words, key: SealingKey): void {
    const personal = personalCodecOf(box.type);
    if (personal === undefined) throw new Error(`${box.type} has nothing to seal`);
    const member = box.member === undefined ? undefined : MEMBERS[box.member];
    const fields =
      member === undefined ? box.fields : { ...box.fields, personId: personOf(household, member).id };
    const factId = factIdOf(box.source, box.id.with(words));
    const sealed = sealPart({ keyOwner: box.owner.with(words), fields }, factId, personal, key);
    sealed.nonce.copy(payload, box.nonceAt);
    sealed.box.copy(payload, box.boxAt);
  }
}

function boxOf(
  payload: Buffer,
  { type, source, id }: HubEvent,
  { keyOwner, nonce, box }: Sealed,
  fields: Box['fields'],
  words: Words,
): Box {
  const key = words.indexOf(keyOwner);
  return {
    type,
    source,
    id: new Pattern(id, words),
    owner: new Pattern(keyOwner, words),
    member: key < FIRST_KEY ? undefined : key - FIRST_KEY,
    fields,
    nonceAt: payload.indexOf(nonce),
    boxAt: payload.indexOf(box),
  };
}

function placesOf(bytes: Buffer, word: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) places.push(at);
  return places;
}

/** Ids that do not say whose they are: they follow from the content of a snapshot. */
export function contentIdsOf(events: readonly HubEvent[], words: Words): string[] {
  return [...new Set(events.map(({ id }) => id).filter((id) => !id.includes(words[TOKEN] ?? '')))];
}

/** A key for one household; made up, as the hub makes them up. */
export function newKey(): { readonly sealing: SealingKey; readonly bytes: Buffer } {
  const bytes = randomBytes(32);
  return { sealing: { version: 1, key: createSecretKey(bytes) }, bytes };
}
