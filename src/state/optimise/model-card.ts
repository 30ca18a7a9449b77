import type { OptimisedModel } from '#bridge/optimise-contract.ts';
import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import type { EvaluationResultView } from '../evaluate/run/evaluation-run.svelte.ts';
import type { OptimiseRun } from './optimise-run.svelte.ts';
import type { ModelTime } from './time-models.ts';

/** The texts of a model card in one language; numbers are already formatted. */
export interface ModelCardWords {
  readonly title: (name: string) => string;
  readonly lead: (parent: string) => string;
  readonly lineage: string;
  readonly lineageColumns: readonly [what: string, value: string];
  readonly lineageRows: Readonly<Record<'parent' | 'recipe' | 'calibration' | 'result', string>>;
  readonly noCalibration: string;
  readonly figures: string;
  readonly figureColumns: readonly [figure: string, original: string, result: string];
  readonly size: string;
  readonly time: string;
  readonly memory: string;
  readonly bytes: (bytes: number) => string;
  readonly formatTime: (time: ModelTime) => string;
  readonly formatScore: (metric: string, value: number) => readonly [name: string, value: string];
  readonly notMeasured: string;
  readonly agreement: string;
  readonly agreementColumns: readonly [output: string, cosine: string, sqnr: string];
  readonly notCompared: string;
  readonly limits: string;
  readonly verdict: (result: EvaluationResultView) => string | null;
  readonly recipe: string;
}

/** Formats a model card in Markdown: the model's origin, its measurements, and how to reproduce it. */
export async function formatModelCard(
  result: OptimisedModel,
  { times }: Pick<OptimiseRun, 'times'>,
  evaluation: EvaluationResultView | null,
  words: ModelCardWords,
): Promise<string> {
  const { parent, recipe, samples, outputs, sha256 } = result;
  const rows = words.lineageRows;
  const calibration = samples.sha256 === null ? words.noCalibration : `${samples.sha256} (${samples.count})`;
  const lineage = [
    [rows.parent, `${parent.name}, ${parent.sha256}`],
    [rows.recipe, await computeSha256Hex(new TextEncoder().encode(recipe))],
    [rows.calibration, calibration],
    [rows.result, sha256],
  ] as const;
  const formatMemory = (time: ModelTime | undefined) =>
    time?.memoryBytes ? words.bytes(time.memoryBytes) : words.notMeasured;
  const formatTime = (time: ModelTime | undefined) => (time ? words.formatTime(time) : words.notMeasured);
  const figures = [
    [words.size, words.bytes(parent.sizeBytes), words.bytes(result.sizeBytes)],
    [words.time, formatTime(times?.original), formatTime(times?.result)],
    [words.memory, formatMemory(times?.original), formatMemory(times?.result)],
    ...listScoreRows(evaluation, words),
  ];
  const verdict = evaluation && words.verdict(evaluation);
  return [
    `# ${escapeMarkdown(words.title(result.files[0]?.name ?? ''))}`,
    '',
    escapeMarkdown(words.lead(parent.name)),
    '',
    `## ${words.lineage}`,
    '',
    ...formatMarkdownTable(words.lineageColumns, lineage),
    '',
    `## ${words.figures}`,
    '',
    ...formatMarkdownTable(words.figureColumns, figures),
    ...(verdict === null ? [] : ['', verdict]),
    '',
    `## ${words.agreement}`,
    '',
    ...formatMarkdownTable(
      words.agreementColumns,
      outputs.map(({ name, cosine, sqnrDb }) =>
        cosine === null || sqnrDb === null
          ? [name, words.notCompared, words.notCompared]
          : [name, cosine.toFixed(6), sqnrDb.toFixed(1)],
      ),
    ),
    '',
    words.limits,
    '',
    `## ${words.recipe}`,
    '',
    '```json',
    JSON.stringify(JSON.parse(recipe), null, 2),
    '```',
    '',
  ].join('\n');
}

function listScoreRows(
  evaluation: EvaluationResultView | null,
  words: ModelCardWords,
): readonly (readonly [string, string, string])[] {
  if (!evaluation) return [];
  return evaluation.report.scores.map(({ metric, value }) => {
    const before = evaluation.baselineReport?.scores.find((score) => score.metric === metric);
    const [name, after] = words.formatScore(metric, value);
    return [name, before ? words.formatScore(metric, before.value)[1] : words.notMeasured, after];
  });
}
