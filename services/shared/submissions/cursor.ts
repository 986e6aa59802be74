/** Where a page of submissions ends, as text that callers hand back. Pure. */
import { MessageFault } from '#shared/pure/fault.ts';

export interface PageEnd {
  readonly at: number;
  readonly number: number;
}

/** The cursor of the page that ends with this row. */
export function cursorOf({ at, number }: { readonly at: Date; readonly number: number }): string {
  return Buffer.from(`${at.getTime()}/${number}`).toString('base64url');
}

/** @throws MessageFault 400 if it is none of ours. */
export function readCursor(cursor: string | undefined): PageEnd | undefined {
  if (cursor === undefined) return undefined;
  const found = /^(\d{1,15})\/(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (found !== null) return { at: Number(found[1]), number: Number(found[2]) };
  throw new MessageFault(400, [
    { pointer: '/querystring/cursor', code: 'FORM', expected: 'a cursor that a page before has given' },
  ]);
}
