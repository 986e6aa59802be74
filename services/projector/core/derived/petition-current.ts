/** The row of a petition in `petition_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { foldPetition } from '#shared/once-only/petition.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

export function petitionCurrent(
  code: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'petition_current'> | undefined {
  const petition = foldPetition(code, standing);
  if (petition === undefined) return undefined;
  const agency = agencyForm(petition.agency);
  return {
    petition_code: code,
    agency,
    level: levelOf(agency, agencies),
    field_code: petition.fieldCode ?? null,
    field_name: petition.fieldName ?? null,
    channel: petition.channel,
    received_on: dayOf(petition.receivedAt),
    answered_on: petition.answer === undefined ? null : dayOf(petition.answer.at),
  };
}
