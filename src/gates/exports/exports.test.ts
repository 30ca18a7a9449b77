import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import { formatGithubWorkflow, formatGitlabPipeline, type CiOptions } from './ci.ts';
import { githubWorkflowSchema, gitlabPipelineSchema } from './ci-schemas.fixture.ts';
import { toJunit } from './junit.ts';
import { findJunitFaults } from './junit-schema.fixture.ts';
import { toGateMarkdown } from './gates-markdown.ts';
import type { GateWords } from './gate-words.ts';

// Run `vitest -u` to update the samples.

const head = { severity: 'error', unit: 'fraction', comparator: '>=', limit: 0.95, isRelative: true } as const;
const measured = {
  measured: 0.9,
  interval: { low: 0.88, high: 0.92, confidence: 0.95 },
  n: 500,
  margin: -0.05,
} as const;
const results: readonly GateResult[] = [
  { ...head, gate: 'quality-ratio', metric: 'top-1', state: 'fail', ...measured },
  { ...head, gate: 'speed-up', state: 'pass', ...measured },
  { ...head, gate: 'robustness', state: 'inconclusive', ...measured },
  { ...head, gate: 'memory-ratio', state: 'not-measured', reason: { code: 'no-memory' } },
  { ...head, gate: 'tail-latency-ratio', severity: 'warn', state: 'fail', ...measured },
  { ...head, gate: 'hosts-contacted', severity: 'warn', state: 'not-measured', reason: { code: 'no-network-record' } },
  {
    ...head,
    gate: 'time-to-first-token',
    state: 'not-applicable',
    reason: { code: 'other-model-kind', facts: { kind: 'text' } },
  },
];
const run: GateRun = {
  gateFile: { sha256: 'ab'.repeat(32), readAt: '2026-11-29T16:30:00Z' },
  results,
  verdict: 'fail',
  grade: 950,
};

const states = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'inconclusive',
  'not-measured': 'not measured',
  'not-applicable': 'not applicable',
  undecided: 'undecided',
} as const;

const words: GateWords = {
  title: ({ gate }) => gate,
  sentence: ({ gate, state }) => `${gate} <${state}> & "more" \u0007`,
  measured: (result) => ('measured' in result ? `${result.measured} | n = ${result.n}` : '–'),
  required: ({ limit }) => `at least ${limit}`,
  states,
  state: ({ severity, state }) =>
    severity === 'warn' && state !== 'pass' ? `${states[state]} (warning)` : states[state],
  verdict: ({ verdict }) => ({ pass: 'Passed.', fail: 'Failed.', undecided: 'Undecided.' })[verdict],
  grade: (thousandths) => `Grade ${thousandths}.`,
  markdown: {
    heading: (candidate) => `Gates for ${candidate}`,
    columns: ['Gate', 'Result', 'Measured', 'Required'],
    gateFile: (sha256, readAt) => `Gate file ${sha256}, read ${readAt}`,
  },
};

const ciOptions: CiOptions = {
  assay: { url: 'https://git.example/assay.git', ref: 'v0.2.0' },
  options: [
    { name: 'candidate', value: 'models/int8 "new" $HOME.onnx' },
    { name: 'baseline', value: "models/float's.onnx" },
    { name: 'data', value: 'data/labelled: set' },
    { name: 'gates', value: 'assay.gates.json' },
  ],
};

/** The variables that the jobs pass to the commands, as they are after YAML has removed its quotes. */
const variables = {
  ASSAY_URL: 'https://git.example/assay.git',
  ASSAY_REF: 'v0.2.0',
  ASSAY_CANDIDATE: 'models/int8 "new" $HOME.onnx',
  ASSAY_BASELINE: "models/float's.onnx",
  ASSAY_DATA: 'data/labelled: set',
  ASSAY_GATES: 'assay.gates.json',
};

function findSchemaErrors(schema: object, value: unknown) {
  const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
  validate(value);
  return validate.errors ?? [];
}

test('JUnit XML reports failed gates, marks warnings and inapplicable gates as skipped, and escapes text', async () => {
  const xml = toJunit(run, 'a<b>&"c".onnx', words);
  expect(xml).toContain('tests="7" failures="1" errors="2" skipped="3"');
  expect(xml).not.toContain('\u0007');
  expect(findJunitFaults(xml)).toEqual([]);
  await expect(xml).toMatchFileSnapshot('samples/junit.xml');
});

test.each([
  ['<testsuites><testcase name="a"/></testsuites>', '<testcase> in <testsuites>'],
  ['<testsuite name="a" tests="1" errors="0"/>', '<testsuite> without failures'],
  ['<testsuites verdict="fail"/>', '<testsuites> with verdict'],
  ['<testsuites time="soon"/>', '<testsuites> with the time soon'],
  ['<testsuites>text</testsuites>', 'text in <testsuites>'],
  ['<testsuites>', '<testsuites> is not closed'],
])('%s violates the schema of JUnit XML', (xml, fault) => expect(findJunitFaults(xml)).toContain(fault));

test('Markdown has one row per gate, and escapes markup in names', async () => {
  await expect(toGateMarkdown(run, '[x](y) | <b>', words)).toMatchFileSnapshot('samples/summary.md');
});

test('a GitHub workflow passes paths as variables, so they cannot inject expressions', async () => {
  await expect(formatGithubWorkflow(ciOptions)).toMatchFileSnapshot('samples/github.yml');
  const workflow: unknown = parse(formatGithubWorkflow(ciOptions));
  expect(findSchemaErrors(githubWorkflowSchema, workflow)).toEqual([]);
  expect(workflow).toMatchObject({ jobs: { gates: { env: variables } } });
  const expression = { ...ciOptions, options: [{ name: 'data', value: '${{ secrets.X }}' }] };
  expect(formatGithubWorkflow(expression)).toContain(String.raw`ASSAY_DATA: "${'$'}{{ '${'$'}{{' }} secrets.X }}"`);
  const repeated = { ...ciOptions, options: ['a', 'b', null].map((value) => ({ name: 'candidate', value })) };
  expect(formatGithubWorkflow(repeated)).toContain(
    'gate --candidate "$ASSAY_CANDIDATE" --candidate "$ASSAY_CANDIDATE_2" --candidate --',
  );
});

test('a GitLab job passes paths as variables that are not expanded', async () => {
  await expect(formatGitlabPipeline(ciOptions)).toMatchFileSnapshot('samples/gitlab.yml');
  const pipeline: unknown = parse(formatGitlabPipeline(ciOptions));
  expect(findSchemaErrors(gitlabPipelineSchema, pipeline)).toEqual([]);
  const entries = Object.entries(variables).map(([name, value]) => [name, { value, expand: false }]);
  expect(pipeline).toMatchObject({ gates: { variables: Object.fromEntries(entries) } });
});
