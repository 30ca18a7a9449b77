import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Chromium's sandbox does not work as root, and CI containers often lack the kernel features that it needs. */
const isSandboxed = process.getuid?.() !== 0 && !process.env['CI'];

/**
 * The features that `--disable-features` disables. Chromium reads only the last of these flags, so the list repeats
 * those of Playwright. The first two are additions: those features open two hidden pages per window for address-bar
 * suggestions, which take as long to load as a small page.
 */
export const disabledFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'BlockOriginHeaderModificationOnRedirect',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'Translate',
  'AutoDeElevate',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/** The flags for headless Chromium without background network traffic. */
export const browserFlags = [
  '--headless=new',
  ...(isSandboxed ? [] : ['--no-sandbox']),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join(',')}`,
];

/** Enables WebGPU, emulated in software if there is no GPU. */
export const webgpuFlag = '--enable-unsafe-webgpu';

/**
 * Finds the path of a browser: `CHROME_PATH`, otherwise an installed Chrome, Chromium or Edge, otherwise Playwright's
 * Chromium; `undefined` if there is none.
 */
export function findBrowser(): string | undefined {
  const path = process.env['CHROME_PATH'];
  if (path) return path;
  return [...listCandidatePaths(), chromium.executablePath()].find((path) => existsSync(path) && canStart(path));
}

/**
 * Like `findBrowser`, but installs a browser if none is found: `chromium` with apt for root on Debian, otherwise
 * Playwright's.
 * @throws Error if none is available
 */
export async function ensureBrowser(log: (line: string) => void): Promise<string> {
  const existing = findBrowser();
  if (existing) return existing;
  const isDebianRoot = process.platform === 'linux' && process.getuid?.() === 0 && findOnPath('apt-get');
  if (isDebianRoot) {
    log('No browser found: installing chromium with apt');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runToCompletion('apt-get', ['update', '-q'], env);
    await runToCompletion('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], env);
  }
  if (!findBrowser()) {
    log("No browser found: installing playwright's chromium");
    const cli = join(import.meta.dirname, '..', '..', 'node_modules', 'playwright', 'cli.js');
    await runToCompletion(process.execPath, [cli, 'install', 'chromium'], process.env);
  }
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(
    'No browser found, and none could be installed. Install Chrome, Chromium or Edge, or set CHROME_PATH.',
  );
}

/** Starts a browser with an empty profile. It ends with this process, even if this process is killed. */
export async function launchBrowser(executablePath: string, flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    chromiumSandbox: isSandboxed, // playwright's default is false
    args: [...browserFlags, ...flags],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function listCandidatePaths(): string[] {
  const { env, platform } = process;
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const folders = ['/Applications', join(homedir(), 'Applications')];
    return apps.flatMap((app) => folders.map((folder) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (path) => path !== undefined,
    );
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable'];
  return names.map(findOnPath).filter((path) => path !== undefined);
}

function findOnPath(name: string): string | undefined {
  const folders = process.env['PATH']?.split(delimiter) ?? [];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether a browser starts. On some distributions, it is a script that only prints how to install the browser. */
function canStart(path: string): boolean {
  if (process.platform !== 'linux') return true; // on other systems, `--version` may open a window
  return spawnSync(path, ['--version'], { timeout: 10_000 }).status === 0;
}

/** Runs a program, and resolves even if it fails, because the caller checks whether a browser was installed. */
function runToCompletion(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 2, 2] });
    child.on('error', () => resolve()).on('close', () => resolve());
  });
}
