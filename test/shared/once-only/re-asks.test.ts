// Rule 24: an agency asks for a paper that the applicant held.

import { describe, expect, test } from 'vitest';
import { isRequest, reAsksOf } from '#shared/once-only/re-ask.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { at, fact, world } from '../../support/facts.ts';
import { component, ended, returned, SINGLE, shared, submitted } from './life.ts';

const HA = [['HA', 'APPLICANT']] as const;
const HOLDS = [['HA', 'HOLDER']] as const;
const CERTIFICATE = { paperKind: 'BIRTH_CERTIFICATE', number: '7/2020' };
const held = shared('2026-01-05', CERTIFICATE, HOLDS);

function asking(stated: Parameters<typeof component>[1], day = '2026-03-02'): Fact {
  return component(day, stated, HA);
}

/** What is found in dossier D of HA, who holds the shared papers given. */
function found(request: Fact, papers: readonly Fact[], more: readonly Fact[] = [], procedure = '1.004222') {
  const seen = world({
    facts: [['D', [submitted('2026-03-02', procedure, HA), request, ...more]]],
    sharedPapers: new Map([['HA', papers]]),
  });
  return reAsksOf(request, 'D', 'HA', seen);
}

function supplement(papers: readonly { paperKind?: string; code?: string; name?: string }[]): Fact {
  return fact(
    'SupplementRequested',
    { at: at('2026-03-04') },
    {
      supplementId: 'S1',
      papers: papers.map(({ paperKind = null, code = null, name = null }) => ({ paperKind, code, name })),
      dueAtBefore: null,
      dueAtAfter: null,
    },
  );
}

describe('rule 24: a re-ask', () => {
  test('a component of a kind that the applicant held from elsewhere, with the paper that proves it', () => {
    const request = asking(CERTIFICATE);
    const [reAsk, ...others] = found(request, [held]);
    expect(others).toEqual([]);
    expect(reAsk).toMatchObject({
      paperKind: 'BIRTH_CERTIFICATE',
      askedBy: 'COMPONENT',
      procedureCode: '1.004222',
      request,
    });
    expect(reAsk?.held.provenance.map(({ eventId }) => eventId)).toEqual([held.event.id]);
  });

  test('a supplement request names each paper that was held', () => {
    const request = supplement([
      { paperKind: 'BIRTH_CERTIFICATE' },
      { paperKind: 'MARRIAGE_CERTIFICATE' },
      { name: 'điều không ai biết' },
    ]);
    expect(found(request, [held]).map(({ paperKind, askedBy }) => `${askedBy} ${paperKind}`)).toEqual([
      'SUPPLEMENT_REQUEST BIRTH_CERTIFICATE',
    ]);
  });

  test('what satisfies the row is as good as the kind that was asked for', () => {
    const land = shared('2026-01-05', { paperKind: 'LAND_CERTIFICATE' }, [['HA', 'OWNER']]);
    expect(found(supplement([{ paperKind: 'LAWFUL_DWELLING' }]), [land])).toHaveLength(1);
    expect(found(supplement([{ paperKind: 'LAWFUL_DWELLING' }]), [held])).toEqual([]);
  });

  test.each(['COMPONENT', 'RESULT'] as const)('a component reused as %s is none', (reuse) => {
    const request = asking(CERTIFICATE);
    if (!isFactOf(request, 'ComponentSubmitted')) throw new Error('unreachable');
    const taken: Fact = { ...request, event: { ...request.event, reuse } };
    expect(isRequest(taken)).toBe(false);
    expect(found(taken, [held])).toEqual([]);
  });

  test('nothing was known of the paper when the request was recorded, although it was issued before', () => {
    const late = shared('2026-01-05', CERTIFICATE, HOLDS, { recordedAt: at('2026-03-03') });
    expect(found(asking(CERTIFICATE), [late])).toEqual([]);
  });

  test("the request's own day counts: a paper that ended before is none", () => {
    const until = (validTo: string): Fact => shared('2026-01-05', { ...CERTIFICATE, validTo }, HOLDS);
    expect(found(asking(CERTIFICATE), [until('2026-03-01')])).toEqual([]);
    expect(found(asking(CERTIFICATE), [until('2026-12-31')])).toHaveLength(1);
  });

  test('a paper that ends before the procedure does may be asked for', () => {
    const expiring = shared('2026-01-05', { ...CERTIFICATE, validTo: '2026-03-03' }, HOLDS);
    expect(found(asking(CERTIFICATE), [expiring])).toEqual([]);
  });

  test('a paper of the same dossier is not from elsewhere', () => {
    const own = returned('2026-03-02', '1.004873', SINGLE, HOLDS);
    const request = component('2026-03-05', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, HA);
    const seen = world({ facts: [['D', [...own, request]]] });
    expect(reAsksOf(request, 'D', 'HA', seen)).toEqual([]);
  });

  test('a confirmation older than the row allows may be asked for again', () => {
    const confirmation = (day: string): Fact =>
      shared(day, { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, HOLDS);
    const request = asking({ paperKind: 'SINGLE_STATUS_CONFIRMATION' });
    expect(found(request, [confirmation('2025-08-01')], [], '1.000894')).toEqual([]);
    expect(found(request, [confirmation('2025-10-01')], [], '1.000894')).toHaveLength(1);
  });

  test('an original that is taken in is asked for by right', () => {
    const parcel = { type: 'PARCEL', key: 'A' };
    const land = shared('2026-01-05', { paperKind: 'LAND_CERTIFICATE', object: parcel }, [['HA', 'OWNER']]);
    const request = asking({ paperKind: 'LAND_CERTIFICATE', object: parcel });
    expect(found(request, [land], [], '1.013831')).toEqual([]);
    expect(found(request, [land], [], '1.013225')).toHaveLength(1);
  });

  test('a certificate of another parcel is another paper', () => {
    const land = shared(
      '2026-01-05',
      { paperKind: 'LAND_CERTIFICATE', object: { type: 'PARCEL', key: 'A' } },
      [['HA', 'OWNER']],
    );
    const other = asking({ paperKind: 'LAND_CERTIFICATE', object: { type: 'PARCEL', key: 'B' } });
    expect(found(other, [land], [], '1.013225')).toEqual([]);
  });

  test('what became of the dossier later changes nothing', () => {
    const request = asking(CERTIFICATE);
    expect(found(request, [held], [ended('DossierWithdrawn', '2026-03-09')])).toHaveLength(1);
  });
});
