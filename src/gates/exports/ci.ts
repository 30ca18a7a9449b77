/** The inputs of a generated CI configuration. Paths are relative to the user's repository. */
export interface CiOptions {
  /** The git repository of Assay, as an argument of `git clone`, and a tag or branch of it. */
  readonly assay: { readonly url: string; readonly ref: string };
  /** The options of the command `gate`; some can be repeated. */
  readonly options: readonly CiOption[];
}

export interface CiOption {
  readonly name: string;
  /** `null` for an option without a value. */
  readonly value: string | null;
}

const junitFile = 'assay-junit.xml';
const summaryFile = 'assay-summary.md';

/** Formats a workflow of GitHub Actions, `.github/workflows/assay.yml`. The page of the run shows the summary. */
export function formatGithubWorkflow(options: CiOptions): string {
  // GitHub evaluates expressions in the values of variables.
  const formatValue = (text: string) => quote(text.replaceAll('${{', "${{ '${{' }}"));
  return joinLines(
    'name: Assay',
    'on:',
    '  pull_request:',
    '  push:',
    '    branches: [main]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  gates:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    '    env:',
    ...listVariables(options).map(([name, text]) => `      ${name}: ${formatValue(text)}`),
    '    steps:',
    '      - uses: actions/checkout@v4',
    '        with:',
    '          lfs: true',
    '      - uses: actions/setup-node@v4',
    '        with:',
    '          node-version: 24',
    `      - run: '${formatCloneCommand('$RUNNER_TEMP')}'`,
    `      - run: '${formatGateCommand('$RUNNER_TEMP', options)}'`,
    '      - if: always()',
    `        run: 'if [ -f ${summaryFile} ]; then cat ${summaryFile} >> "$GITHUB_STEP_SUMMARY"; fi'`,
    '      - if: always()',
    '        uses: actions/upload-artifact@v4',
    '        with:',
    '          name: assay',
    '          path: assay-*',
  );
}

/** Formats a job of GitLab CI, `.gitlab-ci.yml`. The merge request shows the gates as tests. */
export function formatGitlabPipeline(options: CiOptions): string {
  return joinLines(
    'gates:',
    '  image: node:24',
    '  timeout: 1 hour',
    '  variables:',
    ...listVariables(options).flatMap(([name, text]) => [
      `    ${name}:`,
      `      value: ${quote(text)}`,
      '      expand: false',
    ]),
    '  script:',
    `    - '${formatCloneCommand('/tmp')}'`,
    `    - '${formatGateCommand('/tmp', options)}'`,
    '  artifacts:',
    '    when: always',
    '    paths:',
    '      - assay-*',
    '    reports:',
    `      junit: ${junitFile}`,
  );
}

/** Lists the values to pass as variables, so the shell does not interpret them. */
function listVariables({ assay, options }: CiOptions): readonly (readonly [string, string])[] {
  return [
    ['ASSAY_URL', assay.url],
    ['ASSAY_REF', assay.ref],
    ...options.flatMap(({ value }, index) =>
      value === null ? [] : [[getVariableName(options, index), value] as const],
    ),
  ];
}

/** Returns e.g. `ASSAY_CANDIDATE`, or `ASSAY_CANDIDATE_2` for the second of a repeated option. */
function getVariableName(options: readonly CiOption[], index: number): string {
  const { name } = options[index]!;
  const occurrence = options.slice(0, index + 1).filter((option) => option.name === name).length;
  return `ASSAY_${name.toUpperCase().replaceAll('-', '_')}${occurrence > 1 ? `_${occurrence}` : ''}`;
}

function formatCloneCommand(folder: string): string {
  return `git clone --depth 1 --branch "$ASSAY_REF" "$ASSAY_URL" "${folder}/assay"`;
}

/** Does not use `npm run`, which would change to the folder of Assay: paths are relative to the user's repository. */
function formatGateCommand(folder: string, { options }: CiOptions): string {
  const program = `node "${folder}/assay/scripts/with-node.mjs" "${folder}/assay/scripts/assay.ts"`;
  const gateOptions = options.map(({ name, value }, index) =>
    value === null ? `--${name}` : `--${name} "$${getVariableName(options, index)}"`,
  );
  return `${program} gate ${gateOptions.join(' ')} --junit ${junitFile} --md ${summaryFile}`;
}

/** Formats a double-quoted string of YAML 1.2, which every JSON string is. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function joinLines(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
