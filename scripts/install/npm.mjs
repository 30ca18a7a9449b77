import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something a person must see to before the program can start; the message says what and how, in one line. */
export class InstallError extends Error {}

/** npm's own program file: the one that runs us, or the one that stands beside this Node. */
function npmProgram() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
}

/**
 * Runs npm in `folder` without install scripts and without any output of its own, as `what` is awaited.
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {string} what Begins the message where it fails.
 * @returns {Promise<void>}
 * @throws InstallError in one line, from npm's own error code
 */
export function npm(folder, args, what) {
  const program = npmProgram();
  const [command, ...first] = program ? [process.execPath, program] : ['npm'];
  const options = ['--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(command, [...first, ...args, ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: !program && process.platform === 'win32',
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  return new Promise((done, reject) => {
    child.on('error', () =>
      reject(new InstallError(`${what}: npm was not found. Install Node with npm, then try again.`)),
    );
    child.on('close', (code) => (code === 0 ? done() : reject(new InstallError(`${what}: ${reason(errors, code)}`))));
  });
}

/**
 * @param {string} errors
 * @param {number | null} exitCode
 */
function reason(errors, exitCode) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(errors)?.[1] ?? `exit code ${exitCode}`;
  if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)$/.test(code))
    return `the npm registry cannot be reached (${code}). Connect to the network once, then try again.`;
  const lines = errors.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim());
  const detail = lines.find((line) => line !== '' && !line.startsWith('code ') && !line.startsWith('npm warn'));
  return `npm failed (${code})${detail ? `: ${detail}` : ''}`;
}
