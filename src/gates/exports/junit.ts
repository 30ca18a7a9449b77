import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import type { GateWords } from './gate-words.ts';

/**
 * Formats JUnit XML, as Jenkins, GitHub and GitLab read it, with one test case per gate. A required gate that fails is
 * a failure, and one that is inconclusive or not measured is an error. A gate that does not apply is skipped, and so is
 * any at severity `warn` that does not pass, because JUnit has no warnings.
 * @param candidate the name of the model
 */
export function toJunit({ gateFile, results }: GateRun, candidate: string, words: GateWords): string {
  const cases = results.map((result) => ({ result, kind: selectKind(result) }));
  const count = (kind: Kind) => cases.filter((testCase) => testCase.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="assay" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" time="0">`,
    `  <testsuite name="${escapeXml(candidate)}" ${counts} timestamp="${escapeXml(gateFile.readAt.replace(/(\.\d+)?Z$/, ''))}">`,
    '    <properties>',
    `      <property name="gateFileSha256" value="${escapeXml(gateFile.sha256)}"/>`,
    '    </properties>',
    ...cases.map(({ result, kind }) => formatTestCase(result, kind, words)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

type Kind = 'success' | 'failure' | 'error' | 'skipped';

function selectKind({ severity, state }: GateResult): Kind {
  if (state === 'pass') return 'success';
  if (severity === 'warn' || state === 'not-applicable') return 'skipped';
  return state === 'fail' ? 'failure' : 'error';
}

function formatTestCase(result: GateResult, kind: Kind, words: GateWords): string {
  const name = result.metric === undefined ? result.gate : `${result.gate} ${result.metric}`;
  const head = `    <testcase classname="assay.gates" name="${escapeXml(name)}" time="0">`;
  const sentence = escapeXml(words.sentence(result));
  const type = kind === 'skipped' ? '' : ` type="${result.state}"`;
  const outcome =
    kind === 'success' ? `<system-out>${sentence}</system-out>` : `<${kind} message="${sentence}"${type}/>`;
  return `${head}\n      ${outcome}\n    </testcase>`;
}

/** Escapes text for XML 1.0. Replaces most control characters and lone surrogates, which XML cannot represent. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`);
}
