/** What the portal is told by its environment. */

export interface PortalConfig {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  /** The hub key: subject keys are derived from it. */
  readonly hubKeyFile: string;
  /** Unwraps the keys of personal data. */
  readonly masterKeyFile: string;
  readonly host: string;
  readonly port: number;
  /** Persons and questions that the page offers; without it everything is typed by hand. */
  readonly demoFile?: string;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
  readonly logLevel: string;
}

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): PortalConfig {
  const faults: string[] = [];
  const required = (name: string, example: string): string => {
    const value = environment[name] ?? '';
    if (value === '') faults.push(`${name} is not set (for example ${example})`);
    return value;
  };
  const port = Number(environment['PORT'] ?? '8080');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) faults.push('PORT is not a port number');
  const demoFile = environment['DEMO_FILE'];
  const config: PortalConfig = {
    brokers: required('KAFKA_BROKERS', '127.0.0.1:9092').split(','),
    databaseUrl: required('DATABASE_URL', 'postgres://user:password@127.0.0.1:5432/hub'),
    schemaRegistryUrl: required('SCHEMA_REGISTRY_URL', 'http://127.0.0.1:8081'),
    hubKeyFile: required('HUB_KEY_FILE', '/run/secrets/hub.key'),
    masterKeyFile: required('MASTER_KEY_FILE', '/run/secrets/master.key'),
    host: environment['HOST'] ?? '127.0.0.1',
    port,
    ...(demoFile !== undefined && demoFile !== '' && { demoFile }),
    topicPrefix: environment['TOPIC_PREFIX'] ?? '',
    logLevel: environment['LOG_LEVEL'] ?? 'info',
  };
  if (faults.length > 0)
    throw new Error(`the portal cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  return config;
}
