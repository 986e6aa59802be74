/** `TraCuuHoSo {mahoso}`: what a sender of envelope A asks before it says whether it creates or updates. */
import type { Fault } from '#shared/pure/fault.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { readerOf } from '#shared/pure/object-reader.ts';
import { type DossierCode, parseDossierCode } from './dossier-code.ts';
import { readPublisher } from './native.ts';
import { readCode, readText } from './native-fields.ts';

export interface DossierLookup {
  readonly publisher: string;
  readonly session: string | undefined;
  /** Undefined where the text is no code of a dossier: then there is none. */
  readonly code: DossierCode | undefined;
}

/**
 * The question in a parsed JSON body; undefined if the message is none.
 * @throws MessageFault with every fault and its pointer.
 */
export function readDossierLookup(body: unknown): DossierLookup | undefined {
  const faults: Fault[] = [];
  const message = readerOf(body, []);
  if (message?.get('service') !== 'TraCuuHoSo') return undefined;
  const asked = readerOf(body, faults) ?? message;
  const text = readCode(asked, 'mahoso');
  const lookup = {
    session: readText(asked, 'session'),
    publisher: readPublisher(asked),
    code: parseDossierCode(asked.required('mahoso', text, '', 'the code of a dossier')),
  };
  if (faults.length > 0) throw new MessageFault(422, faults);
  return lookup;
}

/** Whether a sender may be told of a dossier: its own, or of an agency below it. */
export function mayAskAbout({ publisher, code }: DossierLookup): boolean {
  return code !== undefined && (code.agency === publisher || code.agency.startsWith(`${publisher}.`));
}
