import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A package index that the user's pip is configured to use. */
export interface PackageIndex {
  /** The address without credentials; ends with a slash. */
  readonly url: string;
  /** The `Authorization` header for the host of `url`; absent if the address has no credentials. */
  readonly authorization?: string;
}

/** Python's public package index, pip's default. */
const publicIndex = 'https://pypi.org/simple/';

/**
 * Reads the indexes that pip is configured to use: `PIP_INDEX_URL` and `PIP_EXTRA_INDEX_URL`, otherwise `index-url` and
 * `extra-index-url` of its configuration files, otherwise the public index. Trying all of them is safe, because every file
 * is pinned by its hash.
 * @throws TypeError if an address is not a URL
 */
export function readPipIndexes(env: NodeJS.ProcessEnv = process.env, files = listConfigFiles(env)): PackageIndex[] {
  const settings: Record<string, string> = {};
  for (const file of files) Object.assign(settings, readGlobalSettings(readIfPresent(file)));
  const index = env['PIP_INDEX_URL'] || settings['index-url'] || publicIndex;
  const extra = env['PIP_EXTRA_INDEX_URL'] || settings['extra-index-url'] || '';
  return [index, ...extra.split(/\s+/).filter((url) => url !== '')].map(parseIndex);
}

function parseIndex(address: string): PackageIndex {
  const url = new URL(address.endsWith('/') ? address : `${address}/`);
  const { username, password } = url;
  [url.username, url.password] = ['', ''];
  if (username === '') return { url: url.href };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: url.href, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Lists pip's configuration files, the most specific last (pip's documentation, “Configuration”). */
function listConfigFiles({
  PIP_CONFIG_FILE: explicitFile,
  XDG_CONFIG_HOME,
  APPDATA,
  PROGRAMDATA,
  VIRTUAL_ENV,
}: NodeJS.ProcessEnv) {
  const home = homedir();
  const isWindows = process.platform === 'win32';
  const [name, legacyFolder] = isWindows ? ['pip.ini', 'pip'] : ['pip.conf', '.pip'];
  const systemFolders = {
    win32: [join(PROGRAMDATA ?? 'C:\\ProgramData', 'pip')],
    darwin: ['/Library/Application Support/pip'],
  }[process.platform as string] ?? ['/etc', '/etc/xdg/pip'];
  const userFolders = {
    win32: [join(APPDATA ?? join(home, 'AppData', 'Roaming'), 'pip')],
    darwin: [join(home, '.config', 'pip'), join(home, 'Library', 'Application Support', 'pip')],
  }[process.platform as string] ?? [join(XDG_CONFIG_HOME || join(home, '.config'), 'pip')];
  const folders = [...systemFolders, join(home, legacyFolder), ...userFolders, ...(VIRTUAL_ENV ? [VIRTUAL_ENV] : [])];
  return [...folders.map((folder) => join(folder, name)), ...(explicitFile ? [explicitFile] : [])];
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // most of them do not exist
  }
}

/** Reads the settings of the section `[global]`. An indented line continues the previous value. */
function readGlobalSettings(text: string): Record<string, string> {
  const settings: Record<string, string> = {};
  let [isGlobal, lastName] = [false, ''];
  for (const line of text.split(/\r?\n/)) {
    const section = /^\[(.*)\]/.exec(line);
    if (section) isGlobal = section[1] === 'global';
    if (section || !isGlobal || /^\s*([#;]|$)/.test(line)) continue;
    const [, name, value = ''] = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) settings[(lastName = name)] = value.trim();
    else settings[lastName] = `${settings[lastName] ?? ''} ${line.trim()}`;
  }
  return settings;
}
