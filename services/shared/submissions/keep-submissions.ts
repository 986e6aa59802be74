/** Submissions of one adapter, whole: recorded, listed, validated again (ADR 34). */
import type { FastifyInstance } from 'fastify';
import type { Pool } from '#shared/postgres/pool.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { Registry } from '#shared/telemetry/metrics.ts';
import { recordSubmissions } from './plug-in.ts';
import { SubmissionRecorder } from './recorder.ts';
import { addSubmissionsDoor } from './submissions-door.ts';

export interface Keeping {
  /** The adapter's name: each lists its own. */
  readonly adapter: string;
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  readonly metrics: Registry;
  readonly logger: Logger;
}

/** Call it before the doors are added; what waits is written when the service closes. */
export function keepSubmissions(app: FastifyInstance, keeping: Keeping): void {
  const recorder = new SubmissionRecorder(keeping);
  recordSubmissions(app, recorder);
  addSubmissionsDoor(app, keeping);
  app.addHook('onClose', () => recorder.stop());
}
