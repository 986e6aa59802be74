/** Where the story finds the running services, and where it keeps how far it has come. */
import path from 'node:path';

export interface DemoConfig {
  readonly portal: string;
  readonly operations: string;
  readonly oneStopShop: string;
  readonly documentManagement: string;
  readonly civilServants: string;
  /** Stands in shown addresses for the host by which a container knows the services. */
  readonly shownHost?: string;
  readonly progressFile: string;
}

const LOCAL_DATA = path.resolve(import.meta.dirname, '../../.data/local');

/** Reads the environment; services are looked for on this machine unless it names them. */
export function readConfig(environment: NodeJS.ProcessEnv): DemoConfig {
  const url = (name: string, port: number): string =>
    (environment[name] ?? `http://127.0.0.1:${port}`).replace(/\/$/, '');
  const shownHost = environment['SHOWN_HOST'];
  return {
    ...(shownHost !== undefined && { shownHost }),
    portal: url('PORTAL_URL', 8080),
    operations: url('OPERATIONS_URL', 8090),
    oneStopShop: url('ONE_STOP_SHOP_URL', 8101),
    documentManagement: url('DOCUMENT_MANAGEMENT_URL', 8102),
    civilServants: url('CIVIL_SERVANTS_URL', 8103),
    progressFile: path.join(environment['DATA_DIR'] ?? LOCAL_DATA, 'story.json'),
  };
}
