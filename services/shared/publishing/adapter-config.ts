/** What an adapter is told by its environment. */
import { readLimits, type ServiceLimits } from '#shared/http/limits.ts';
import { type ProducerSettings, readProducerSettings } from '#shared/kafka/producer-settings.ts';

export interface AdapterConfig {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  readonly hubKeyFile: string;
  readonly masterKeyFile: string;
  readonly host: string;
  readonly port: number;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
  readonly logLevel: string;
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ServiceLimits>;
  /** Default: what a producer does by itself. */
  readonly producer?: ProducerSettings;
}

/**
 * Reads the environment; `foundFaults` are what the service found wrong with its own variables.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readAdapterConfig(
  environment: NodeJS.ProcessEnv,
  defaultPort: number,
  foundFaults: readonly string[] = [],
): AdapterConfig {
  const faults: string[] = [...foundFaults];
  const required = (name: string, what: string): string => {
    const value = environment[name] ?? '';
    if (value === '') faults.push(`${name} is not set: ${what}`);
    return value;
  };
  const port = Number(environment['PORT'] ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) faults.push('PORT is not a port number');
  const brokers = required('KAFKA_BROKERS', 'host:port, several with commas');
  const config: AdapterConfig = {
    brokers: brokers.split(',').filter((broker) => broker !== ''),
    databaseUrl: required('DATABASE_URL', 'postgres://user:password@host:port/database'),
    schemaRegistryUrl: required('SCHEMA_REGISTRY_URL', 'http://host:port'),
    hubKeyFile: required('HUB_KEY_FILE', 'a file with 32 random bytes as base64 or hex'),
    masterKeyFile: required('MASTER_KEY_FILE', 'a file with 32 random bytes as base64 or hex'),
    host: environment['HOST'] ?? '127.0.0.1',
    port,
    topicPrefix: environment['TOPIC_PREFIX'] ?? '',
    logLevel: environment['LOG_LEVEL'] ?? 'info',
    limits: readLimits(environment, faults),
    producer: readProducerSettings(environment, faults),
  };
  if (faults.length === 0) return config;
  throw new Error(`the service cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
}
