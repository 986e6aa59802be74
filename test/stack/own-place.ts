// A data folder and ports that no other stack on this machine uses.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Place, placeOf } from '#infra/local/place.ts';
import { isPortFree } from '#infra/local/ports.ts';

export type OwnPlace = { readonly place: Place; readonly flags: readonly string[] };

/** A fresh folder, an offset at which every port is free, and the flags of `npm start` that name both. */
export async function ownPlace(): Promise<OwnPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-place-'));
  for (let tries = 0; tries < 50; tries += 1) {
    const offset = 2000 + Math.floor(Math.random() * 7000);
    const place = placeOf(folder, offset);
    const free = await Promise.all(Object.values(place.ports).map(isPortFree));
    if (free.every(Boolean)) return { place, flags: [`--data=${folder}`, `--port-offset=${offset}`] };
  }
  throw new Error('no offset with all ports free in 50 tries');
}
