/** What the document-management adapter is told by its environment. */
import { readFileSync } from 'node:fs';
import { type AdapterConfig, readAdapterConfig } from '#shared/publishing/adapter-config.ts';

/** Where attachments are kept. */
export type AttachmentsConfig =
  | { readonly kind: 'FOLDER'; readonly folder: string }
  | {
      readonly kind: 'S3';
      readonly bucketUrl: string;
      readonly region: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };

export interface DocumentManagementConfig extends AdapterConfig {
  readonly attachments: AttachmentsConfig;
}

const DEFAULT_PORT = 8102;

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): DocumentManagementConfig {
  const faults: string[] = [];
  const attachments = readAttachmentsConfig(environment, faults);
  return { ...readAdapterConfig(environment, DEFAULT_PORT, faults), attachments };
}

/** A folder, or a bucket where one is named. */
function readAttachmentsConfig(environment: NodeJS.ProcessEnv, faults: string[]): AttachmentsConfig {
  const folder = environment['ATTACHMENTS_DIR'] ?? '';
  const bucketUrl = environment['ATTACHMENTS_S3_URL'] ?? '';
  if (bucketUrl === '') {
    if (folder === '')
      faults.push('ATTACHMENTS_DIR is not set: a folder for attachments (or ATTACHMENTS_S3_URL: a bucket)');
    return { kind: 'FOLDER', folder };
  }
  if (!/^https?:\/\/[^/?#@]+\/[A-Za-z0-9.-]+\/?$/.test(bucketUrl))
    faults.push('ATTACHMENTS_S3_URL is not the address of a bucket: https://host:port/bucket');
  const accessKeyId = environment['ATTACHMENTS_S3_ACCESS_KEY_ID'] ?? '';
  if (accessKeyId === '') faults.push('ATTACHMENTS_S3_ACCESS_KEY_ID is not set');
  const secretAccessKey = readSecret(environment['ATTACHMENTS_S3_SECRET_FILE'] ?? '', faults);
  const region = environment['ATTACHMENTS_S3_REGION'] ?? 'us-east-1';
  return { kind: 'S3', bucketUrl, region, credentials: { accessKeyId, secretAccessKey } };
}

function readSecret(file: string, faults: string[]): string {
  try {
    const secret = file === '' ? '' : readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
  } catch {
    // Said below, without the system's words: they are the same for whoever has to mend it.
  }
  faults.push('ATTACHMENTS_S3_SECRET_FILE does not name a file with the secret access key');
  return '';
}
