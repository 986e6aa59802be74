/**
 * Agency codes (decision 20/2020/QĐ-TTg): `H44`, `H44.150`. The 13-character form of circular 10/2016,
 * `000.00.16.H23`, still arrives and means `H23.16`; `000.00.00.H44` means `H44`.
 */

const NEW_FORM = /^[A-Z]\d{2}(\.\d{1,4}){0,4}$/;
const OLD_FORM = /^(\d{2,3})\.(\d{2,3})\.(\d{2,3})\.([A-Z]\d{2})$/;

/** The one form that the hub compares: upper case, trimmed, old form turned; undefined if it is no agency code. */
export function normaliseAgencyCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (NEW_FORM.test(code)) return code;
  const old = OLD_FORM.exec(code);
  if (old === null) return undefined;
  const [, third = '', second = '', first = '', root = ''] = old;
  const levels = [first, second, third].filter((level) => !/^0+$/.test(level));
  return [root, ...levels].join('.');
}
