/** A case as a national synchronisation tells it: repeated, reordered, 15 → 20 → 15, with components that vanish. */
import type { DossierStatus } from '#schemas/generated/events.ts';
import { addDays, type Instant, startOfDay } from '#shared/pure/time.ts';
import type { Case, Ending } from './case.ts';
import { actualAt, type Native, stateNative, stateProgress } from './native-statements.ts';
import type { Village } from './village.ts';

const END_STATUS: Readonly<Record<Ending, DossierStatus>> = {
  RETURNED: 'RESULT_RETURNED',
  COMPLETED: 'COMPLETED',
  COMPLETED_THEN_RETURNED: 'RESULT_RETURNED',
  RESULT_ONLY: 'PROCESSING',
  REFUSING_RESULT: 'RESULT_RETURNED',
  SUBMITTED_FILE_AS_RESULT: 'COMPLETED',
  REFUSED: 'REFUSED',
  WITHDRAWN: 'WITHDRAWN',
  STOPPED: 'STOPPED',
  REOPENED: 'RESULT_RETURNED',
  REOPENED_THEN_RETURNED: 'RESULT_RETURNED',
  OPEN: 'PROCESSING',
};

const REFUSING = ['KQ.G01.000067', 'KQ.G12.001040', 'KQ.G12.000429', 'KQ.G01.000066'];

function resultsOf(village: Village, { ending, resultCode, handedIn }: Case): Native['results'] {
  if (ending === 'REFUSED' || ending === 'OPEN' || resultCode === undefined) return undefined;
  if (ending === 'WITHDRAWN' && village.sometimes(0.5)) return undefined;
  const fileRef = village.code('/out/');
  if (ending === 'REFUSING_RESULT') return [{ resultCode: village.chance.pick(REFUSING), fileRef }];
  const [first] = handedIn;
  if (ending === 'SUBMITTED_FILE_AS_RESULT' && first !== undefined) {
    return [{ resultCode, fileRef: first.fileRef }];
  }
  return village.sometimes(0.85) ? [{ resultCode, fileRef }] : undefined;
}

/** What changed between two messages about one dossier. */
function changed(village: Village, native: Native): Native {
  const { components = [], dueAt, owners } = native;
  switch (village.chance.below(6)) {
    case 0:
      return { ...native, components: components.slice(1) };
    case 1:
      return { ...native, dueAt: dueAt + 5 * 86_400_000 };
    case 2: {
      const { components: _left, ...rest } = native;
      return rest;
    }
    case 3:
      return {
        ...native,
        owners: village.sometimes(0.5) ? [...owners, village.person()] : [village.person()],
      };
    case 4:
      return { ...native, components: [] };
    default:
      return native;
  }
}

/** Tells a case natively, in a dossier of the given code. */
export function tellNatively(
  village: Village,
  the: Case,
  code: string,
  senderAt: (recordedAt: Instant) => string,
): void {
  const filedAt = village.moment(the.filedOn);
  const receivedAt = filedAt + village.chance.pick([0, 3_600_000]);
  const endedAt = village.moment(the.endedOn);
  const filed: Native = {
    code,
    sender: the.agency,
    procedureCode: the.procedureCode,
    owners: village.sometimes(0.06) ? [] : the.owners,
    filedAt,
    receivedAt,
    dueAt: startOfDay(addDays(the.endedOn, 3)),
    status: village.chance.pick(['REGISTERED', 'ACCEPTED', 'PROCESSING']),
    components: the.handedIn,
  };
  const results = resultsOf(village, the);
  // Withdrawn and stopped dossiers often have no day of their own: then the greatest actual date is theirs.
  const isUndated = (the.ending === 'WITHDRAWN' || the.ending === 'STOPPED') && village.sometimes(0.6);
  const ended: Native = {
    ...filed,
    status: END_STATUS[the.ending],
    ...(the.ending === 'REFUSED' && { refusedAt: endedAt }),
    ...(the.ending !== 'REFUSED' && !isUndated && { finishedAt: endedAt }),
    ...(END_STATUS[the.ending] === 'RESULT_RETURNED' && village.sometimes(0.8) && { returnedAt: endedAt }),
    ...(results !== undefined && { results }),
  };
  const versions = [filed, ...(village.sometimes(0.4) ? [changed(village, filed), filed] : []), ended];
  if (village.sometimes(0.3)) versions.push(changed(village, ended));
  if (village.sometimes(0.2)) versions.push(ended);
  // A message of the closed agency and one of its successor meet where the first came just before the change.
  let recordedAt = village.sometimes(0.2) ? startOfDay('2025-06-29') : village.heard(filedAt);
  for (const version of versions) {
    stateNative(village, { ...version, sender: senderAt(recordedAt) }, recordedAt);
    recordedAt = village.sometimes(0.8)
      ? Math.max(recordedAt + 1, village.heard(actualAt(version)))
      : recordedAt + village.chance.pick([-3_600_000, 1, 60_000]);
  }
  if (village.sometimes(0.25)) {
    stateProgress(
      village,
      filed,
      village.chance.pick(['PROCESSING', 'COMPLETED', 'RESULT_RETURNED', 'WITHDRAWN']),
      village.moment(the.endedOn),
    );
  }
}
