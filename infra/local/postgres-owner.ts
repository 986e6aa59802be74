// PostgreSQL refuses to run as root. For root there are two ways out, tried in this order: a user namespace in which root bears
// another number (no user is made, and folders that only root can enter stay reachable), or the system's user `postgres`.

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The same command, as the owner of the database's files has to call it. */
export type OwnerCommand = (command: string, args: readonly string[]) => { command: string; args: string[] };

/** Any number but 0 that has a name everywhere: `nobody`. */
const UNNAMED = '65534';

/** How commands of PostgreSQL are called here; gives the data folder to the user that they will run as. */
export async function asDatabaseOwner(dataDir: string): Promise<OwnerCommand> {
  if (process.getuid?.() !== 0) return (command, args) => ({ command, args: [...args] });
  const namespace = ['--user', `--map-user=${UNNAMED}`, `--map-group=${UNNAMED}`, '--'];
  if (succeeds('unshare', [...namespace, 'true'])) {
    giveTo(join(dataDir, 'cluster'), 0, 0);
    return (command, args) => ({ command: 'unshare', args: [...namespace, command, ...args] });
  }
  if (!succeeds('id', ['postgres'])) {
    execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'ignore' });
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  chownSync(dataDir, uid, gid);
  giveTo(join(dataDir, 'cluster'), uid, gid);
  const drop = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'];
  return (command, args) => ({ command: 'setpriv', args: [...drop, command, ...args] });
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
}

/** A cluster made the other way round changes hands; nothing happens when it is in the right ones. */
function giveTo(path: string, uid: number, gid: number): void {
  if (!existsSync(path) || lstatSync(path).uid === uid) return;
  chownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), uid, gid);
}
