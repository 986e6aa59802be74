// A store of attachments that takes questions and never answers: documents wait for it, events that need none do not.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, readSamples } from '#infra/client/conformance/samples.ts';
import { type RunningHub, startHub } from './running-hub.ts';

const sample = (file: string): string => {
  const found = readSamples().find((one) => one.file === file);
  if (found === undefined) throw new Error(`there is no sample ${file}`);
  return bodyOf(found).toString();
};

/** Larger than the room that other doors share. */
const FILE = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(4 * 1024 * 1024, 'x')]).toString('base64');
const DOCUMENT = sample('edxml/document.xml')
  .replace(
    '<edXML:edXMLManifest version="1.0" />',
    '<edXML:edXMLManifest version="1.0"><edXML:Reference><edXML:ContentId>cid:1</edXML:ContentId></edXML:Reference></edXML:edXMLManifest>',
  )
  .replace(
    '<AttachmentEncoded />',
    `<AttachmentEncoded><Attachment><ContentId>1</ContentId><ContentTransferEncoded>${FILE}</ContentTransferEncoded></Attachment></AttachmentEncoded>`,
  );

const store = createServer(() => undefined);
let hub: RunningHub;
beforeAll(async () => {
  await once(store.listen(0, '127.0.0.1'), 'listening');
  const address = store.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const credentials = { accessKeyId: 'HUB', secretAccessKey: 'secret' };
  hub = await startHub({
    kind: 'S3',
    bucketUrl: `http://127.0.0.1:${port}/bucket`,
    region: 'vn-1',
    credentials,
  });
});
afterAll(async () => {
  await hub.stop();
  store.close();
});

function send(door: string, contentType: string, body: string): Promise<Response> {
  return fetch(hub.address + door, { method: 'POST', headers: { 'content-type': contentType }, body });
}

test('an event is taken while a document waits for the store; the document is told when the store is gone', async () => {
  const asked = once(store, 'request');
  const document = send('/v1/edxml', 'application/xml', DOCUMENT);
  await asked;
  const event = await send(
    '/v1/events',
    'application/cloudevents+json',
    sample('document-events/arrived.json'),
  );
  expect(event.status).toBe(202);
  store.closeAllConnections();
  const answered = await document;
  const { code } = JSON.parse(await answered.text());
  expect([answered.status, code]).toStrictEqual([503, 'ATTACHMENTS_UNAVAILABLE']);
});
