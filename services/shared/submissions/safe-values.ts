/**
 * The values that a kept body may show: words of closed lists and codes of agencies, procedures and kinds, each only
 * under the names where it belongs. Everything else is masked, also what nobody has thought of. Pure.
 */
import { isEventType } from '#shared/publishing/event-type.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { SUBJECT_TYPES } from '#shared/pure/hub-key.ts';
import { ROLES } from '#shared/pure/roles.ts';
import { closedLists } from './closed-lists.ts';

type IsSafe = (value: string) => boolean;

const matches =
  (form: RegExp): IsSafe =>
  (value) =>
    form.test(value);
const among = (words: readonly string[]): IsSafe => {
  const listed = new Set(words);
  return (value) => listed.has(value);
};

const isAgency: IsSafe = (value) => value.length <= 40 && normaliseAgencyCode(value) !== undefined;
const isProcedure = matches(/^\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?$/);
const isResultCode = matches(/^KQ\.[A-Z]\d{1,2}\.\d{6}$/);
const isComponentCode = matches(/^(?:\d{3}\.){3}[A-Z]\d{2}(?:-[A-Z]+\d{1,4})+$/);
const isShortCode = matches(/^\d{1,2}$/);
const isSwitch = among(['true', 'false', 'True', 'False', '0', '1']);
const isMediaType = matches(/^application\/[a-z0-9.+-]{1,60}$/);
const isSubjectType = among(SUBJECT_TYPES);
const LISTED = closedLists();

/** By the name of the member or element, in lower case. */
const SAFE: ReadonlyMap<string, IsSafe> = new Map<string, IsSafe>([
  ['specversion', among(['1.0'])],
  ['type', (value) => isEventType(value) || isSubjectType(value)],
  ['source', matches(/^\/agencies\/[A-Z0-9.]{1,40}\/[a-z-]{1,40}$/)],
  ['datacontenttype', isMediaType],
  ['content-type', matches(/^[a-z]+\/[a-z0-9.+-]{1,60}(?:;\s*charset=utf-8)?$/i)],
  ['role', among(ROLES)],
  ...['agency', 'agencycode', 'madonvi', 'organid', 'unit'].map((name) => [name, isAgency] as const),
  ...['procedurecode', 'matthc', 'ma_thu_tuc'].map((name) => [name, isProcedure] as const),
  ...['resultcode', 'magiaytoketqua', 'maketquathaythe'].map((name) => [name, isResultCode] as const),
  ...['code', 'mathanhphanhoso'].map((name) => [name, isComponentCode] as const),
  ['service', among(['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'])],
  ...['trangthaihoso', 'trangthai', 'kenhthuchien', 'loaidoituong', 'hinhthuc', 'statuscode'].map(
    (name) => [name, isShortCode] as const,
  ),
  ...['isupdating', 'isdeleted', 'duocsohoa', 'duoctaisudung', 'digitised', 'dryrun'].map(
    (name) => [name, isSwitch] as const,
  ),
]);

/** Whether a value may be shown under this name. */
export function isSafeValue(name: string, value: string): boolean {
  const local = name.slice(name.lastIndexOf(':') + 1).toLowerCase();
  if (LISTED.get(local)?.has(value) === true) return true;
  return SAFE.get(local)?.(value) ?? false;
}
