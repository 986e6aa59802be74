/** What the operations service is told by its environment. */
import { type AdapterConfig, readAdapterConfig } from '#shared/publishing/adapter-config.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';

export interface OperationsConfig extends AdapterConfig {
  /** The agency that runs the hub, by which operators speak. */
  readonly hubAgency: string;
}

const DEFAULT_PORT = 8090;
/** The Government Office keeps the national registers and states the built-in ones; a province names itself. */
const DEFAULT_HUB_AGENCY = 'G22';

/**
 * Reads the environment.
 * @throws Error that lists every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): OperationsConfig {
  const hubAgency = normaliseAgencyCode(environment['HUB_AGENCY'] ?? DEFAULT_HUB_AGENCY);
  const faults = hubAgency === undefined ? ['HUB_AGENCY is not an agency code, such as H44'] : [];
  const config = readAdapterConfig(environment, DEFAULT_PORT, faults);
  return { ...config, hubAgency: hubAgency ?? DEFAULT_HUB_AGENCY };
}
