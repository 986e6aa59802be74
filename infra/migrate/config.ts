/** What the migration is told by its environment. */

export interface MigrateConfig {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  readonly hubKeyFile: string;
  readonly masterKeyFile: string;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
  readonly logLevel: string;
}

/** The parts of a migration, in the order in which they can be done. */
export const PHASES = ['topics', 'database', 'catalogue'] as const;
export type Phase = (typeof PHASES)[number];

const NEEDS: Readonly<Record<Phase, readonly string[]>> = {
  topics: ['KAFKA_BROKERS'],
  database: ['DATABASE_URL'],
  catalogue: ['KAFKA_BROKERS', 'DATABASE_URL', 'SCHEMA_REGISTRY_URL', 'HUB_KEY_FILE', 'MASTER_KEY_FILE'],
};

/**
 * Reads what the phases need.
 * @throws Error that lists every variable that is missing.
 */
export function readConfig(environment: NodeJS.ProcessEnv, phases: readonly Phase[]): MigrateConfig {
  const needed = new Set(phases.flatMap((phase) => NEEDS[phase]));
  const missing = [...needed].filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) {
    throw new Error(`not set: ${missing.join(', ')} (npm start sets them for the commands typed beside it)`);
  }
  const value = (name: string): string => environment[name] ?? '';
  return {
    brokers: value('KAFKA_BROKERS')
      .split(',')
      .filter((broker) => broker !== ''),
    databaseUrl: value('DATABASE_URL'),
    schemaRegistryUrl: value('SCHEMA_REGISTRY_URL'),
    hubKeyFile: value('HUB_KEY_FILE'),
    masterKeyFile: value('MASTER_KEY_FILE'),
    topicPrefix: value('TOPIC_PREFIX'),
    logLevel: environment['LOG_LEVEL'] ?? 'warn',
  };
}
