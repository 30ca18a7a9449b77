import { join } from 'node:path';
import { runProgram } from '../companion/cli/program.ts';
import { root } from './project.ts';
import { builtApp } from './dist.ts';

// `npm run assay`: runs the commands on the app, which is built first if the sources are newer.
const deviceProfile = process.env['ASSAY_DEVICE_PROFILE'] ?? join(root, '.cache', 'device-profile.json');
await runProgram({ app: builtApp, deviceProfile });
