/** Rows of the bench about projection, each on records of the dossier topic that the stack's own adapter has written. */
import type { KafkaConnection } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { fillTo, readRecords } from './dossier-log.ts';
import { fullAndEmptyTables } from './full-tables.ts';
import { type Comparison, compare, report } from './measure.ts';
import { oneConnection } from './projecting.ts';
import { type ProjectionBench, projectionAndCopy } from './projection-and-copy.ts';
import { rebuildAndSteady } from './rebuild-and-steady.ts';
import { writeRebuildLog } from './rebuild-log.ts';
import { repeatsAndFirstTime } from './repeats.ts';
import type { Measured } from './rows.ts';

/** Projection / COPY of the same rows, with processor time and bytes an event. */
export function projectionRow(measured: Measured): Promise<string> {
  return overOneConnection(measured, projectionAndCopy);
}

/** A doubled stream. */
export function repeatsRow(measured: Measured): Promise<string> {
  return overOneConnection(measured, repeatsAndFirstTime);
}

/** As many facts as the pre-checks of the same scale have papers: 80,000, or 10 M at full scale. */
export function fullTablesRow(measured: Measured): Promise<string> {
  const { rounds, households } = measured;
  return overOneConnection(measured, (bench) =>
    fullAndEmptyTables({ ...bench, rounds, facts: households * 40 }),
  );
}

/** So many times the events that were asked for: what begins and ends a rebuild should not be what is measured. */
const REBUILD_COPIES = 10;

/** Rebuild / steady projection, both from the log, with the memory of the process that does it. */
export async function rebuildRow(measured: Measured): Promise<string> {
  await writeRebuildLog(connectionOf(measured), await dossierRecords(measured), REBUILD_COPIES);
  const comparison = rebuildAndSteady(measured.environment);
  return report(await compare(comparison, measured.rounds));
}

async function overOneConnection(
  measured: Measured,
  comparisonOf: (bench: ProjectionBench) => Comparison | Promise<Comparison>,
): Promise<string> {
  const { environment, rounds } = measured;
  const records = await dossierRecords(measured);
  const pool = oneConnection(environment['DATABASE_URL'] ?? '');
  const registryUrl = environment['SCHEMA_REGISTRY_URL'] ?? '';
  const said = report(await compare(await comparisonOf({ pool, registryUrl, records }), rounds));
  await pool.dispose();
  return said;
}

/** As many events as five for each dossier that was asked for. */
export async function dossierRecords(measured: Measured): Promise<LogRecord[]> {
  const { adapterUrl, dossiers } = measured;
  const connection = connectionOf(measured);
  await fillTo(adapterUrl, connection, dossiers * 5);
  const records = await readRecords(connection);
  return records.slice(0, dossiers * 5);
}

function connectionOf({ environment }: Measured): KafkaConnection {
  return {
    brokers: (environment['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'bench',
    logger: createLogger({ name: 'bench', level: 'silent' }),
  };
}
