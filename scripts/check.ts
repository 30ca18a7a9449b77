import { runSteps, type Step } from './run-step.ts';

/** The static checks of the sources. */
export const checks: readonly Step[] = [
  { name: 'Format', program: 'oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'Lint', program: 'oxlint/bin/oxlint' },
  { name: 'Unused exports', program: 'knip/bin/knip.js', args: ['--no-progress'] },
  // The native compiler, which svelte-check also uses, in addition to version 6 for its parser. Only the formatter
  // finds components with syntax errors.
  { name: 'Types', program: '@typescript/native/bin/tsc', args: ['--build'] },
  {
    name: 'Types in components',
    program: 'svelte-check/bin/svelte-check',
    args: ['--workspace', 'src', '--tsconfig', 'tsconfig.page.json', '--tsgo', '--incremental'],
  },
];

if (process.argv[1] === import.meta.filename) {
  const results = await runSteps(checks);
  if (results.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;
}
