/**
 * Registers the units that the story invents, as operators register agencies. The migration must not know these
 * units. The same units again are the same facts.
 */
import { INVENTED_UNITS, PROVINCE } from './units.ts';

const FIRST_DAY = '2025-07-01';

/**
 * Gives the positions of the facts, `topic/partition/offset`.
 * @throws Error with the operations service's own words when it does not take a unit.
 */
export async function registerUnits(operations: string): Promise<readonly string[]> {
  const positions: string[] = [];
  for (const unit of INVENTED_UNITS) {
    const answer = await fetch(`${operations}/v1/agencies`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': `story-unit-${unit.agencyCode}`,
      },
      body: JSON.stringify({
        ...unit,
        parent: PROVINCE.agencyCode,
        validFrom: FIRST_DAY,
        dataSource: 'invented for the story',
      }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${unit.agencyCode} was not registered (${answer.status}): ${text}`);
    const { receipts }: { receipts: readonly { readonly position: string }[] } = JSON.parse(text);
    positions.push(...receipts.map(({ position }) => position));
  }
  return positions;
}
