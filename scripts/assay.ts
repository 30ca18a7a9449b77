import { join } from 'node:path';
import type { Context } from '../companion/cli/command.ts';
import { runProgram } from '../companion/cli/program.ts';
import { npm } from './install/npm.mjs';
import { root } from './project-root.ts';
import { readSourceRevision } from './build-inputs.ts';
import { buildApp } from './dist.ts';

// `npm run assay`: builds the app if the sources are newer, and runs a command on it.
const deviceProfile = process.env['ASSAY_DEVICE_PROFILE'] ?? join(root, '.cache', 'device-profile.json');
const runNpm: Required<Context>['npm'] = (folder, args, signal) =>
  npm(folder, args, 'The engine was not added', signal);
await runProgram({ buildApp, npm: runNpm, revision: () => readSourceRevision(root), deviceProfile });
