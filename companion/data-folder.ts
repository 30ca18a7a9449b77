import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Creates the data folder of the companion (keys, engines, models), or a folder inside it, unless it exists. Only its user
 * can read it. The environment variable `ASSAY_HOME` sets another folder.
 * @param inside the path inside the data folder: `ensureDataFolder('engines')`
 * @returns the absolute path of the folder
 * @throws the error of the file system if it cannot be created
 */
export async function ensureDataFolder(...inside: readonly string[]): Promise<string> {
  let folder = findDataFolder(process.platform, process.env, homedir());
  for (const name of ['', ...inside]) {
    folder = join(folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return folder;
}

/**
 * Finds where the platform stores application data: the XDG Base Directory Specification, Apple's File System
 * Programming Guide, Microsoft's known folder of local application data. A relative XDG path must be ignored.
 */
export function findDataFolder(
  platform: NodeJS.Platform,
  { ASSAY_HOME: chosen, XDG_DATA_HOME: xdg, LOCALAPPDATA: local }: NodeJS.ProcessEnv,
  home: string,
): string {
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'Assay');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Assay');
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'assay');
}
