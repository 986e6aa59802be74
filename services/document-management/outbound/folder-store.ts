/**
 * Objects in a folder, two levels deep. Promises: an object is whole or not there, also after a power cut: written
 * beside its place, flushed, renamed, and the folder flushed.
 */
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStore, StorageUnavailableError } from './attachment-store.ts';

/** A store in a folder, which is made when it is first written to. */
export function folderStore(folder: string): ObjectStore {
  const placeOf = (name: string): string => path.join(folder, name.slice(0, 2), name);
  return {
    has: (name) => available(() => isThere(placeOf(name))),
    write: (name, bytes) => available(() => writeDurably(placeOf(name), bytes)),
    read: (name) => available(() => readIfThere(placeOf(name))),
  };
}

async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StorageUnavailableError({ cause });
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await flushFolder(folder);
  await flushFolder(path.dirname(folder));
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
