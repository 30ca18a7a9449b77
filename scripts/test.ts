import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from '../companion/browser/browser.ts';
import { checks } from './check.ts';
import { root } from './project.ts';
import { runStep, runSteps, type Ended, type Step } from './step.ts';
import { countOfPlaywright, countOfVitest, failure, type Count, type Timed } from './test-results.ts';

// `npm test`: everything; with `--long` what takes too long for that, and nothing else (`*.long.*`). Every check counts
// as one test. The end says what failed and what took longest, and the last line is the sum: a log of which only the
// end was kept still tells what to mend.
const results = join(root, '.cache', 'test');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const browser = await ensureBrowser((line) => console.log(line));
console.log(`Browser: ${browser}`);
if (process.env['ASSAY_TEST_DATA'] === undefined) {
  console.log('ASSAY_TEST_DATA is not set: tests on real models and data are skipped.');
}
const isLong = process.argv.includes('--long');
const env = { ASSAY_BROWSER: browser, ...(isLong && { ASSAY_LONG: '1' }) };

interface Part {
  readonly step: Step;
  readonly count: (ended: Ended) => Count;
}

const build = asOne({ name: 'Build', program: './scripts/build.ts' });
const unit = vitest('Unit tests', 'node');
// What measures nothing runs beside other steps; what takes longest begins first.
const beside = isLong ? [build, unit] : [unit, build, ...checks.map(asOne)];
const alone = [vitest('Tests in a browser', 'browser'), playwright('End-to-end tests')];

const ended = await runSteps(beside.map(({ step }) => step));
for (const { step } of alone) ended.push(await runStep(step));
const parts = [...beside, ...alone];
const counts = parts.map(({ count }, index) => count(ended[index]!));

const sum = (of: 'passed' | 'failed' | 'skipped') => counts.reduce((total, count) => total + count[of], 0);
const failures = counts.flatMap((count) => count.failures);
if (failures.length > 0) console.log(`\n── Failed\n\n${failures.join('\n\n')}`);
printTimes(
  'Time of each step',
  parts.map(({ step }, index) => ({ name: step.name, tookMs: ended[index]!.tookMs })),
);
const slowest = counts.flatMap(({ times }) => times).sort((a, b) => b.tookMs - a.tookMs);
printTimes('Slowest tests', slowest.slice(0, 10));
const skipped = sum('skipped');
if (sum('failed') > 0) process.exitCode = 1;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function printTimes(title: string, times: readonly Timed[]): void {
  const lines = times.map(({ name, tookMs }) => `${(tookMs / 1000).toFixed(1).padStart(6)} s  ${name}`);
  console.log(`\n── ${title}\n\n${lines.join('\n')}`);
}

function asOne(step: Step): Part {
  const passed: Count = { passed: 1, failed: 0, skipped: 0, failures: [], times: [] };
  return { step, count: ({ exitCode }) => (exitCode === 0 ? passed : failed(step.name, `exit code ${exitCode}`)) };
}

function failed(name: string, why: string): Count {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure(name, why)], times: [] };
}

function vitest(name: string, project: string): Part {
  const file = join(results, `${project}.json`);
  const args = [
    'run',
    '--passWithNoTests',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  return counted({ name, program: 'vitest/vitest.mjs', args, env }, file, countOfVitest);
}

function playwright(name: string): Part {
  const file = join(results, 'e2e.json');
  const args = ['test', '--pass-with-no-tests', '--reporter=list,json'];
  const step = { name, program: '@playwright/test/cli.js', args, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } };
  return counted(step, file, countOfPlaywright);
}

/** A runner that fails without a failed test (it could not start, or something threw between tests) counts as one. */
function counted(step: Step, file: string, read: (written: unknown) => Count): Part {
  const count = ({ exitCode }: Ended): Count => {
    let written: Count;
    try {
      written = read(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      return failed(step.name, `no result was written: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (exitCode === 0 || written.failed > 0) return written;
    const between = failure(step.name, `exit code ${exitCode} without a failed test: see its output above`);
    return { ...written, failed: 1, failures: [...written.failures, between] };
  };
  return { step, count };
}
