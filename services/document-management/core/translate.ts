/**
 * One edXML message becomes facts (formats.md 6). The same message always becomes the same facts: ids and times
 * come from what it says, never from when or how it travelled.
 */
import type { EdxmlMessage } from './edxml-message.ts';
import { translateDocument } from './translate-document.ts';
import { translateStatus } from './translate-status.ts';
import type { EdxmlDraft, TranslationContext } from './translation-context.ts';

/** The facts of a message, not yet sealed; never empty. */
export function translateEdxml(message: EdxmlMessage, context: TranslationContext): EdxmlDraft[] {
  return message.kind === 'STATUS'
    ? [translateStatus(message, context)]
    : translateDocument(message, context);
}
