// The story's messages shuffled and each sent twice; those that keep their order stand one behind the other in a line of
// their own, because the next is sent only when the one before it was taken.

import type { Message } from '#infra/demo/row.ts';
import { STEPS } from '#infra/demo/story.ts';
import type { Chance } from '../support/seeded.ts';

/** Messages that are sent one after the other; two lines know nothing of each other. */
export type Line = readonly Message[];

export const MESSAGES: readonly Message[] = STEPS.flatMap(({ messages }) => messages);

/** Every message twice: free ones alone in a line, in any order; the others in the order told. */
export function shuffledLines(chance: Chance): readonly Line[] {
  const lines = new Map<string, Message[]>();
  const free: Line[] = [];
  for (const message of MESSAGES) {
    if (message.ordered === undefined) free.push([message], [message]);
    else lines.set(message.ordered, [...(lines.get(message.ordered) ?? []), message, message]);
  }
  return chance.shuffle([...free, ...lines.values()]);
}
