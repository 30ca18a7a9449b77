import { runProgram } from '../companion/cli/program.ts';
import { builtApp } from './dist.ts';

// `npm run assay`: the commands, on an app that is built first where the sources are newer.
await runProgram(builtApp);
