/** Where the story finds the running services, and where it keeps how far it has come. */
import path from 'node:path';

export interface DemoConfig {
  readonly portal: string;
  readonly oneStopShop: string;
  readonly documentManagement: string;
  readonly civilServants: string;
  /** Stands in shown addresses for the host by which a container knows the services. */
  readonly shownHost?: string;
  readonly progressFile: string;
  /** What the registration of the invented units needs, which has no door of its own. */
  readonly brokers: readonly string[];
  readonly schemaRegistryUrl: string;
  readonly hubKeyFile: string;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
}

const LOCAL_DATA = path.resolve(import.meta.dirname, '../../.data/local');

/**
 * Reads the environment; services are looked for on this machine unless it names them.
 * @throws Error that lists every variable that is missing.
 */
export function readConfig(environment: NodeJS.ProcessEnv): DemoConfig {
  const missing: string[] = [];
  const required = (name: string): string => {
    const value = environment[name] ?? '';
    if (value === '') missing.push(name);
    return value;
  };
  const url = (name: string, port: number): string =>
    (environment[name] ?? `http://127.0.0.1:${port}`).replace(/\/$/, '');
  const shownHost = environment['SHOWN_HOST'];
  const config: DemoConfig = {
    ...(shownHost !== undefined && { shownHost }),
    portal: url('PORTAL_URL', 8080),
    oneStopShop: url('ONE_STOP_SHOP_URL', 8101),
    documentManagement: url('DOCUMENT_MANAGEMENT_URL', 8102),
    civilServants: url('CIVIL_SERVANTS_URL', 8103),
    progressFile: path.join(environment['DATA_DIR'] ?? LOCAL_DATA, 'story.json'),
    brokers: required('KAFKA_BROKERS').split(','),
    schemaRegistryUrl: url('SCHEMA_REGISTRY_URL', 8081),
    hubKeyFile: required('HUB_KEY_FILE'),
    topicPrefix: environment['TOPIC_PREFIX'] ?? '',
  };
  if (missing.length > 0) {
    throw new Error(`the story cannot be told: ${missing.join(', ')} not set (npm start sets them)`);
  }
  return config;
}
