/**
 * The national synchronisation message, read whole: envelope A (`{session, madonvi, isUpdating, service, data}`), or
 * the bare array of the senders that say the rest by the address. A message with any fault is refused whole, with all
 * its faults. Members that nobody knows are let pass and counted.
 */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type ObjectReader, readerOf } from '#shared/pure/object-reader.ts';
import { type DossierReading, type NativeDossier, readDossier } from './native-dossier.ts';
import { readCode, readFlag, readText } from './native-fields.ts';
import { type NativeStep, readStep } from './native-step.ts';
import { type UnreadField, unreadFields } from './unread.ts';

export const SYNC_SERVICES = ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'] as const;
export type SyncService = (typeof SYNC_SERVICES)[number];

/** What is said around the items. */
export interface Surrounding {
  /** Who sent the message: madonvi or MaDinhDanhDV in the hub's one form. */
  readonly publisher: string | undefined;
  /** Undefined where the sender does not say whether it creates or updates. */
  readonly isUpdating: boolean | undefined;
  readonly session: string | undefined;
}

interface Message extends Surrounding {
  /** How many members nobody knows. */
  readonly unknownMembers: number;
  /** Their names, and the known fields from which nothing is read. */
  readonly unread: readonly UnreadField[];
}

export interface DossierSync extends Message {
  readonly service: 'DongBoHoSoMC';
  readonly dossiers: readonly NativeDossier[];
}

export interface ProgressSync extends Message {
  readonly service: 'CapNhatTienDoHoSoMC';
  readonly steps: readonly NativeStep[];
}

export type NationalSync = DossierSync | ProgressSync;

const ITEM_COUNT_MAX = 1_000;

/**
 * Reads a parsed JSON body in envelope A.
 * @throws MessageFault with every fault and its pointer.
 */
export function readNationalSync(body: unknown): NationalSync {
  const faults: Fault[] = [];
  const message = readerOf(body, faults);
  const sync = message === undefined ? undefined : readEnvelope(message);
  if (sync === undefined || faults.length > 0) throw new MessageFault(422, faults);
  return sync;
}

/** What the address of a bare array says about it. */
export interface BareArray extends Surrounding, DossierReading {
  readonly service: SyncService;
}

/**
 * Reads a parsed JSON body that is a list of dossiers or of steps.
 * @throws MessageFault with every fault and its pointer.
 */
export function readBareArray(
  body: unknown,
  { service, accountIsIdentity, ...said }: BareArray,
): NationalSync {
  const faults: Fault[] = [];
  const items = bareItems(body, faults);
  const sync = readItems(service, items, { accountIsIdentity });
  const names = items.flatMap((item) => item.unread('[].'));
  if (faults.length > 0) throw new MessageFault(422, faults);
  return { ...said, ...sync, ...noticed(names, sync) };
}

function readEnvelope(message: ObjectReader): NationalSync | undefined {
  const said = {
    session: readText(message, 'session'),
    isUpdating: readFlag(message, 'isUpdating'),
    publisher: readPublisher(message),
  };
  const items = readData(message);
  const service = readService(message);
  if (service === undefined) return undefined;
  const sync = readItems(service, items, { accountIsIdentity: false });
  return { ...said, ...sync, ...noticed(message.unread(), sync) };
}

function readService(message: ObjectReader): SyncService | undefined {
  const sent = readCode(message, 'service');
  const service = SYNC_SERVICES.find((known) => known === sent);
  if (service === undefined) {
    const expected = 'DongBoHoSoMC, CapNhatTienDoHoSoMC or TraCuuHoSo';
    message.fault('service', { code: sent === undefined ? 'REQUIRED' : 'NOT_LISTED', expected });
  }
  return service;
}

/** Notes a fault where madonvi is missing or no agency code. */
export function readPublisher(message: ObjectReader): string {
  const sent = readCode(message, 'madonvi');
  const publisher = sent === undefined ? undefined : normaliseAgencyCode(sent);
  if (sent !== undefined && publisher === undefined) {
    message.fault('madonvi', {
      code: 'FORM',
      expected: 'an agency code',
      hint: 'for example H44 or 000.00.16.H23',
    });
  }
  return message.required('madonvi', publisher, '', 'the code of the sending agency');
}

function readData(message: ObjectReader): readonly ObjectReader[] {
  const items = message.objects('data', ITEM_COUNT_MAX);
  const sent = message.get('data');
  const isEmpty = Array.isArray(sent) && sent.length === 0;
  return message.required('data', isEmpty ? undefined : items, [], 'a list of at least one item');
}

function bareItems(body: unknown, faults: Fault[]): readonly ObjectReader[] {
  if (!Array.isArray(body)) {
    faults.push({ pointer: '', code: 'TYPE', expected: 'a list of objects' });
    return [];
  }
  if (body.length === 0)
    faults.push({ pointer: '', code: 'REQUIRED', expected: 'a list of at least one item' });
  if (body.length > ITEM_COUNT_MAX) {
    faults.push({ pointer: '', code: 'TOO_MANY', expected: `at most ${ITEM_COUNT_MAX} items` });
    return [];
  }
  return body.flatMap((item: unknown, index) => readerOf(item, faults, `/${index}`) ?? []);
}

function readItems(service: SyncService, items: readonly ObjectReader[], reading: DossierReading) {
  return service === 'DongBoHoSoMC'
    ? { service, dossiers: items.map((item) => readDossier(item, reading)) }
    : { service, steps: items.map(readStep) };
}

function noticed(unknown: readonly string[], sync: ReturnType<typeof readItems>) {
  const known = 'dossiers' in sync ? sync.dossiers.flatMap(({ passedOver }) => passedOver) : [];
  return { unknownMembers: unknown.length, unread: unreadFields(unknown, known) };
}
