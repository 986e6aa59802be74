// The edXML example messages and what an independent parser read in them (manifest.json), for all tests of this door.

import { readdirSync, readFileSync } from 'node:fs';
import { sharedData, sharedDataIsMissing } from '../support/data.ts';

export const EDXML_MISSING = sharedDataIsMissing('edxml/manifest.json');

export interface ManifestOrgan {
  readonly organId: string;
  readonly name?: string;
  readonly inCharge?: string;
}

export interface ManifestReference {
  readonly organId: string;
  readonly code: string;
  readonly documentId: string;
  readonly date: string;
}

export interface ManifestDocument {
  readonly file: string;
  readonly documentId: string;
  readonly from: ManifestOrgan;
  readonly to: readonly ManifestOrgan[];
  readonly code: readonly [string, string];
  readonly promulgationDate: string;
  readonly documentType: readonly [string, string, string];
  readonly subjectLength: number;
  readonly subjectIsNFC: boolean;
  readonly dueDate?: string;
  readonly priority?: string;
  readonly sphere?: string;
  readonly steeringType?: string;
  readonly taskCodes?: readonly string[];
  readonly toPlaces?: readonly string[];
  readonly responseFor?: readonly ManifestReference[];
  readonly trace?: readonly (readonly [string, string])[];
  readonly business: {
    readonly type: '0' | '1' | '2' | '3';
    readonly reason?: string;
    readonly documentId?: string;
    readonly receivers?: readonly { readonly organId: string; readonly type: '0' | '1' }[];
    readonly replaces?: readonly { readonly documentId: string; readonly organIds: readonly string[] }[];
  };
  readonly attachments: readonly {
    readonly name: string;
    readonly contentId: string;
    readonly contentType: string;
    readonly manifestContentType: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly zipWrapped?: { readonly entry_ext: string; readonly bytes: number; readonly sha256: string };
  }[];
  readonly signature?: boolean;
}

export interface ManifestStatus {
  readonly file: string;
  readonly statusCode: string;
  readonly from: ManifestOrgan;
  readonly responseFor: ManifestReference;
  readonly timestamp: string;
  readonly descriptionLength: number;
  readonly staff?: string;
}

export interface BadFile {
  readonly file: string;
  readonly what: string;
  readonly suggestedErrorCode: string;
}

interface Manifest {
  readonly docs: readonly ManifestDocument[];
  readonly status: readonly ManifestStatus[];
}

const EMPTY: Manifest = { docs: [], status: [] };

export const MANIFEST: Manifest = EDXML_MISSING ? EMPTY : JSON.parse(edxmlFile('manifest.json').toString());
export const BAD_FILES: readonly BadFile[] = EDXML_MISSING
  ? []
  : JSON.parse(edxmlFile('bad/expected.json').toString());

/** The bytes of an example, such as `doc/003-new-1att-pdf.edxml`. */
export function edxmlFile(name: string): Buffer {
  return readFileSync(sharedData(`edxml/${name}`));
}

/** The first example whose name begins so, such as `doc/003`. */
export function edxmlExample(start: string): Buffer {
  const [folder = ''] = start.split('/');
  const name = readdirSync(sharedData(`edxml/${folder}`)).find((file) =>
    `${folder}/${file}`.startsWith(start),
  );
  if (name === undefined) throw new Error(`no example ${start}`);
  return edxmlFile(`${folder}/${name}`);
}
