/**
 * The exchange axis carries no secret documents and edXML has no field for secrecy; some senders misuse
 * SphereOfPromulgation for it. Better one document hidden too many than one shown.
 */
import { foldText } from '#shared/pure/text.ts';

const MARKED = /(?<![\p{L}\p{M}])mật(?![\p{L}\p{M}])/u;
/** Written without accents: only as a whole, for «mat» is many words. */
const MARKED_ASCII = /^(do )?(toi |tuyet )?mat$/;

/** Whether a sphere reads as a grade of secrecy: MẬT, TỐI MẬT, TUYỆT MẬT. */
export function looksSecret(sphere: string | undefined): boolean {
  if (sphere === undefined) return false;
  const folded = foldText(sphere);
  return MARKED.test(folded) || MARKED_ASCII.test(folded);
}
