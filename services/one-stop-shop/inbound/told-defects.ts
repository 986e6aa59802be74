/** Defects as the answer tells them, and as `/metrics` counts them for each sender. */
import { languageOf } from '#shared/http/language.ts';
import { Counter, type Registry } from '#shared/telemetry/metrics.ts';
import { DEFECTS, type DefectCode, type DefectCounts } from '../core/defects.ts';

export interface ToldDefect {
  readonly code: DefectCode;
  readonly count: number;
  /** False: the value is what senders with the defect always write, and may be true. */
  readonly certain: boolean;
  readonly hint: string;
}

/** Of all senders of a message together, in the order of the list, in the caller's language. */
export function toldDefects(counts: DefectCounts, acceptLanguage: string | undefined): readonly ToldDefect[] {
  const language = languageOf(acceptLanguage);
  return allDefects().flatMap((code) => {
    const count = [...counts.values()].reduce((sum, ofSender) => sum + (ofSender.get(code) ?? 0), 0);
    const { isCertain: certain, hint } = DEFECTS[code];
    return count === 0 ? [] : [{ code, count, certain, hint: hint[language] }];
  });
}

function allDefects(): readonly DefectCode[] {
  return Object.keys(DEFECTS).filter(isDefectCode);
}

function isDefectCode(text: string): text is DefectCode {
  return Object.hasOwn(DEFECTS, text);
}

/** Agencies with figures of their own; whoever comes later is counted as OTHER. */
const SENDERS_COUNTED_MAX = 500;

export interface SenderFigures {
  /** Adds what a message that was taken shows. */
  count(defects: DefectCounts, unread: { readonly sender: string; readonly members: number }): void;
}

export function countBySender(registry: Registry): SenderFigures {
  const defects = new Counter({
    name: 'national_sync_defects_total',
    help: 'Defects in messages of the national sync that were taken, by the agency of the dossier.',
    labelNames: ['sender', 'defect'],
    registers: [registry],
  });
  const unread = new Counter({
    name: 'national_sync_unknown_members_total',
    help: 'Members of messages of the national sync that nobody knows, by the first agency of the message.',
    labelNames: ['sender'],
    registers: [registry],
  });
  const known = new Set<string>();
  const labelOf = (sender: string): string => {
    if (known.size < SENDERS_COUNTED_MAX) known.add(sender);
    return known.has(sender) ? sender : 'OTHER';
  };
  return {
    count(counts, { sender, members }) {
      for (const [agency, ofSender] of counts) {
        for (const [defect, times] of ofSender) defects.inc({ sender: labelOf(agency), defect }, times);
      }
      if (members > 0) unread.inc({ sender: labelOf(sender) }, members);
    },
  };
}
