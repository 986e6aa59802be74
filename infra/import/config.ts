/** What the import is told: a file, and where the one-stop shop answers. */

export interface ImportConfig {
  readonly file: string;
  /** The door's address. */
  readonly door: string;
  /** Bearer token for the door, where it asks for one. */
  readonly token?: string;
}

const USAGE = 'npm run import -- <file.ndjson[.gz]>';
const DEFAULT_DOOR = 'http://127.0.0.1:8101';

/**
 * Reads the command line and the environment (`ONE_STOP_SHOP_URL`, `HUB_TOKEN`).
 * @throws Error that says how the command is used.
 */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): ImportConfig {
  const [file, ...others] = args;
  if (file === undefined || file.startsWith('-') || others.length > 0) throw new Error(`usage: ${USAGE}`);
  const address = (environment['ONE_STOP_SHOP_URL'] ?? DEFAULT_DOOR).replace(/\/$/u, '');
  const token = environment['HUB_TOKEN'] ?? '';
  return { file, door: `${address}/v1/procedures`, ...(token !== '' && { token }) };
}
