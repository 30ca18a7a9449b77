import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Creates the folder of the companion's own data (keys, engines, models), or one inside it, readable by its user alone.
 * `ASSAY_HOME` names another folder.
 * @param inside the folders inside it: `ensureDataFolder('engines')`
 * @returns its absolute path
 * @throws the error of the file system if it cannot be created
 */
export async function ensureDataFolder(...inside: readonly string[]): Promise<string> {
  let folder = dataFolderPath(process.platform, process.env, homedir());
  for (const name of ['', ...inside]) {
    folder = join(folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return folder;
}

/**
 * Where the platform stores application data: the XDG Base Directory Specification, Apple's File System
 * Programming Guide, Microsoft's known folder of local application data. A relative XDG path must be ignored.
 */
export function dataFolderPath(
  platform: NodeJS.Platform,
  { ASSAY_HOME: chosen, XDG_DATA_HOME: xdg, LOCALAPPDATA: local }: NodeJS.ProcessEnv,
  home: string,
): string {
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'Assay');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Assay');
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'assay');
}
