/** What the findings service is told by its environment. */
import { type AdapterConfig, readAdapterConfig } from '#shared/publishing/adapter-config.ts';

const DEFAULT_PORT = 8190;

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): AdapterConfig {
  return readAdapterConfig(environment, DEFAULT_PORT);
}
