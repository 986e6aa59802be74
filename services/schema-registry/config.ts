/** What the environment says, checked as a whole. */

/** The registry's settings. */
export type RegistryConfig = {
  readonly brokers: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly topicPrefix: string;
  readonly logLevel: string;
};

/** @throws Error that lists every fault. */
export function readConfig(environment: NodeJS.ProcessEnv): RegistryConfig {
  const brokers = (environment['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');
  const port = Number(environment['PORT'] ?? '8081');
  const faults = [
    ...(brokers.length === 0 ? ['KAFKA_BROKERS is not set (host:port, several with commas)'] : []),
    ...(Number.isInteger(port) && port >= 0 && port < 65_536 ? [] : ['PORT is not a port number']),
  ];
  if (faults.length > 0)
    throw new Error(`the schema registry cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  return {
    brokers,
    port,
    host: environment['HOST'] ?? '127.0.0.1',
    topicPrefix: environment['TOPIC_PREFIX'] ?? '',
    logLevel: environment['LOG_LEVEL'] ?? 'info',
  };
}
