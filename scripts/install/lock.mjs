import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `action` under a lock file, exclusively across processes. The file contains the owner's process id, so the lock
 * of a killed process can be taken over.
 * @template Result
 * @param {string} path
 * @param {() => Promise<Result>} action
 * @returns {Promise<Result>}
 */
export async function withLock(path, action) {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryLock(path)) {
    discardIfOrphaned(path);
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await action();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} path */
function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
function discardIfOrphaned(path) {
  const owner = readOwner(path);
  if (owner === undefined || isAlive(owner)) return;
  // The file is renamed first: only one of several waiting processes succeeds, and checks that the lock is not a new
  // one.
  const renamedPath = `${path}.${process.pid}`;
  try {
    renameSync(path, renamedPath);
  } catch {
    return; // another process has taken over the lock first
  }
  if (readOwner(renamedPath) === owner) rmSync(renamedPath, { force: true });
  else renameSync(renamedPath, path);
}

/** @param {string} path */
function readOwner(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return pid > 0 ? pid : undefined; // the file was created, but the process id is not written yet
  } catch {
    return undefined; // the lock was released in the meantime
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return readErrorCode(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function readErrorCode(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
