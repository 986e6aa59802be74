/**
 * The national synchronisation message, envelope A, read whole: `{session, madonvi, isUpdating, service, data}`.
 * A message with any fault is refused whole, with all its faults. Members that nobody knows are let pass and counted.
 */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type ObjectReader, readerOf } from '#shared/pure/object-reader.ts';
import { type NativeDossier, readDossier } from './native-dossier.ts';
import { readCode, readFlag, readText } from './native-fields.ts';
import { type NativeStep, readStep } from './native-step.ts';

interface Envelope {
  /** Who sent the message: madonvi in the hub's one form. */
  readonly publisher: string;
  /** How many members of the envelope and its items nobody knows. */
  readonly unknownMembers: number;
}

export interface DossierSync extends Envelope {
  readonly service: 'DongBoHoSoMC';
  readonly dossiers: readonly NativeDossier[];
}

export interface ProgressSync extends Envelope {
  readonly service: 'CapNhatTienDoHoSoMC';
  readonly steps: readonly NativeStep[];
}

export type NationalSync = DossierSync | ProgressSync;

const ITEM_COUNT_MAX = 1_000;

/**
 * Reads a parsed JSON body.
 * @throws MessageFault with every fault and its pointer.
 */
export function readNationalSync(body: unknown): NationalSync {
  const faults: Fault[] = [];
  const message = readerOf(body, faults);
  const sync = message === undefined ? undefined : readMessage(message);
  if (sync === undefined || faults.length > 0) throw new MessageFault(422, faults);
  return sync;
}

function readMessage(message: ObjectReader): NationalSync | undefined {
  readText(message, 'session');
  readFlag(message, 'isUpdating');
  const publisher = readPublisher(message);
  const items = readItems(message);
  const service = readCode(message, 'service');
  if (service === 'DongBoHoSoMC') {
    const dossiers = items.map(readDossier);
    return { service, publisher, dossiers, unknownMembers: countUnknown([message, ...items]) };
  }
  if (service === 'CapNhatTienDoHoSoMC') {
    const steps = items.map(readStep);
    return { service, publisher, steps, unknownMembers: countUnknown([message, ...items]) };
  }
  const expected = 'DongBoHoSoMC or CapNhatTienDoHoSoMC';
  message.fault('service', { code: service === undefined ? 'REQUIRED' : 'NOT_LISTED', expected });
  return undefined;
}

function readPublisher(message: ObjectReader): string {
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

function readItems(message: ObjectReader): readonly ObjectReader[] {
  const items = message.objects('data', ITEM_COUNT_MAX);
  const sent = message.get('data');
  const isEmpty = Array.isArray(sent) && sent.length === 0;
  return message.required('data', isEmpty ? undefined : items, [], 'a list of at least one item');
}

function countUnknown(readers: readonly ObjectReader[]): number {
  return readers.reduce((count, reader) => count + reader.unasked().length, 0);
}
