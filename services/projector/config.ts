/** What the projector is told by its environment. */

export interface ProjectorConfig {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  readonly host: string;
  readonly port: number;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
  readonly logLevel: string;
}

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): ProjectorConfig {
  const faults: string[] = [];
  const required = (name: string, example: string): string => {
    const value = environment[name] ?? '';
    if (value === '') faults.push(`${name} is not set (for example ${example})`);
    return value;
  };
  const port = Number(environment['PORT'] ?? '8180');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) faults.push('PORT is not a port number');
  const config: ProjectorConfig = {
    brokers: required('KAFKA_BROKERS', '127.0.0.1:9092').split(','),
    databaseUrl: required('DATABASE_URL', 'postgres://user:password@127.0.0.1:5432/hub'),
    schemaRegistryUrl: required('SCHEMA_REGISTRY_URL', 'http://127.0.0.1:8081'),
    host: environment['HOST'] ?? '127.0.0.1',
    port,
    topicPrefix: environment['TOPIC_PREFIX'] ?? '',
    logLevel: environment['LOG_LEVEL'] ?? 'info',
  };
  if (faults.length > 0)
    throw new Error(`the projector cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  return config;
}
