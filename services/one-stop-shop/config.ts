/** What the one-stop-shop adapter is told by its environment. */
import { type AdapterConfig, readAdapterConfig } from '#shared/publishing/adapter-config.ts';

const DEFAULT_PORT = 8101;

export interface OneStopShopConfig extends AdapterConfig {
  /** Who may open a session at the national sync. Without it there are no sessions. */
  readonly sendersFile?: string;
}

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): OneStopShopConfig {
  const config = readAdapterConfig(environment, DEFAULT_PORT);
  const sendersFile = environment['SENDERS_FILE'] ?? '';
  return sendersFile === '' ? config : { ...config, sendersFile };
}
