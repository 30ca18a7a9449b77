import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Creates the companion's data folder (keys, engines, models), or a folder inside it, unless it exists. Only the current user
 * can read it. The environment variable `ASSAY_HOME` sets another folder.
 * @param subfolders the path inside the data folder, as in `ensureDataFolder('engines', 'llama')`
 * @returns the absolute path of the folder
 * @throws the error of the file system if it cannot be created
 */
export async function ensureDataFolder(...subfolders: readonly string[]): Promise<string> {
  let folder = findDataFolder(process.platform, process.env, homedir());
  for (const name of ['', ...subfolders]) {
    folder = join(folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return folder;
}

/**
 * Returns the platform's folder for application data, by the XDG Base Directory Specification (which requires that relative
 * paths are ignored), Apple's File System Programming Guide and Microsoft's known folder for local application data.
 */
export function findDataFolder(
  platform: NodeJS.Platform,
  { ASSAY_HOME: override, XDG_DATA_HOME: xdgDataHome, LOCALAPPDATA: localAppData }: NodeJS.ProcessEnv,
  home: string,
): string {
  if (override) return resolve(override);
  if (platform === 'win32') return join(localAppData || join(home, 'AppData', 'Local'), 'Assay');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Assay');
  return join(xdgDataHome?.startsWith('/') ? xdgDataHome : join(home, '.local', 'share'), 'assay');
}
