import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A problem that the user must fix before the program can start; the message states the solution in one line. */
export class InstallError extends Error {}

/** Finds npm's program file: of the npm that started this process, or of the npm installed with this Node. */
function findNpmProgram() {
  const nodeFolder = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(nodeFolder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(nodeFolder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(nodeFolder, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
}

/**
 * Runs npm in `folder` silently and without install scripts.
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {string} what The beginning of the error message.
 * @param {AbortSignal} [signal] Ends npm.
 * @returns {Promise<void>}
 * @throws InstallError with a one-line message derived from npm's error code
 */
export function npm(folder, args, what, signal) {
  const program = findNpmProgram();
  const [command, ...programArgs] = program ? [process.execPath, program] : ['npm'];
  const options = ['--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(command, [...programArgs, ...args, ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    shell: !program && process.platform === 'win32',
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  return new Promise((done, reject) => {
    child.on('error', () => {
      const cause = signal?.aborted ? 'stopped.' : 'npm was not found. Install Node with npm, then try again.';
      reject(new InstallError(`${what}: ${cause}`));
    });
    child.on('close', (code) =>
      code === 0 ? done() : reject(new InstallError(`${what}: ${describeFailure(errors, code)}`)),
    );
  });
}

/**
 * @param {string} errors
 * @param {number | null} exitCode
 */
function describeFailure(errors, exitCode) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(errors)?.[1] ?? `exit code ${exitCode}`;
  if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)$/.test(code))
    return `the npm registry cannot be reached (${code}). Connect to the network once, then try again.`;
  const lines = errors.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim());
  const detail = lines.find((line) => line !== '' && !line.startsWith('code ') && !line.startsWith('npm warn'));
  return `npm failed (${code})${detail ? `: ${detail}` : ''}`;
}
