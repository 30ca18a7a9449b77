import { AppError } from '#core/errors/error.ts';
import type { Effort } from '#core/report/bench-request.ts';
import type { MeasuredText } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { TextCell } from '#core/report/text-report.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { TextSession, TextTiming } from '#core/engine/text-session.ts';
import { computeTokenRates } from '#core/report/token-rates.ts';
import { measureClockStepUs, threadClock, type Clock } from './clock.ts';
import { inputSeed, textAgreementRule, getTextPlan, textCalibration } from '../method.ts';
import { ProgressEstimator, type ExpectedCell } from './progress-estimator.ts';
import { PromptWriter } from '../inputs/prompt-writer.ts';
import { shuffleIndices } from './shuffled-indices.ts';
import { summariseSamples } from './summarise.ts';
import { planTextCells, type TextCellSpec } from './text-cells.ts';
import { timeCell, type SampleSpan, type TimedWork } from './time-cell.ts';

interface MeasureTextOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Any integer; determines the order of the cells (R17) and is stored in the result. */
  readonly orderSeed: number;
  readonly clock?: Clock;
}

type TimedText = Omit<MeasuredText, 'agreement' | 'modelDetails'>;

/**
 * Measures a language model by the frozen method (R20). Cells with a filled context are omitted if the engine cannot
 * reuse context. To cancel, terminate the worker.
 * @throws AppError from `session.time` | model-unsupported if no prompt can be written
 */
export async function measureText(
  session: TextSession,
  model: string,
  effort: Effort,
  { onProgress, orderSeed, clock = threadClock }: MeasureTextOptions,
): Promise<TimedText> {
  const { device, contextLength, timed } = session.facts;
  const clockStepUs = measureClockStepUs(() => clock.now());
  onProgress({ phase: 'warm-up', fraction: null, remainingMs: null });
  const prompts = new PromptWriter(model, await session.getVocabulary(), inputSeed);
  const calibration = await calibrate(session, prompts, model);
  const plan = getTextPlan(effort, device);
  const { cells, isReduced } = planTextCells(effort, plan, { ...calibration, contextLength });
  const order = shuffleIndices(cells.length, orderSeed);
  const expected = {
    plan,
    cells: order.map((index) => estimateCell(cells[index]!, calibration)),
    checkMs: session.facts.createMs + 2 * estimateAnswerMs(textAgreementRule, calibration),
  };
  const progress = new ProgressEstimator(expected, () => clock.now(), onProgress);
  const completed: (CellRun | undefined)[] = cells.map(() => undefined);
  for (const [position, index] of order.entries()) {
    const cell = cells[index]!;
    if (position > 0 && plan.cooldownMs > 0) {
      progress.beginCoolDown(cell.name);
      await clock.delay(plan.cooldownMs);
    }
    const work = new TextWork(session, cell, prompts, calibration.addedTokens, clock);
    progress.beginCell(cell.name);
    if (await work.fillContext()) {
      const { timed, spans } = await timeCell({ plan, clock, clockStepUs, progress }, work);
      completed[index] = {
        cell: { ...timed, ...cell, ...computeTokenRates(timed.steady) },
        spans,
        answersMs: work.answersMs,
      };
    }
    progress.endCell();
  }
  const runs = completed.filter((run) => run !== undefined);
  const memory: MemoryInUse = await session.memory();
  const [first] = runs;
  if (!first) throw new AppError('internal', { why: 'no cell of an empty context was timed' });
  return {
    kind: 'text',
    cells: runs.map((run) => run.cell),
    spans: runs.map((run) => run.spans),
    firstToken: {
      promptTokens: first.cell.tokens,
      steady: summariseSamples(first.answersMs.slice(-first.cell.steady.samplesMs.length), 1),
    },
    isReduced,
    contextLength,
    ...timed,
    clockStepUs,
    orderSeed,
    memory,
  };
}

function estimateCell({ work, tokens, depth }: TextCellSpec, calibration: Calibration): ExpectedCell {
  const { promptTokenMs, generatedTokenMs } = calibration;
  return { runMs: tokens * (work === 'prompt' ? promptTokenMs : generatedTokenMs), setupMs: depth * promptTokenMs };
}

function estimateAnswerMs(
  answer: { readonly promptTokens: number; readonly tokens: number },
  calibration: Calibration,
): number {
  return answer.promptTokens * calibration.promptTokenMs + answer.tokens * calibration.generatedTokenMs;
}

interface CellRun {
  readonly cell: TextCell;
  readonly spans: readonly SampleSpan[];
  readonly answersMs: readonly number[];
}

interface Calibration {
  /** Tokens that the tokenizer adds before a text. */
  readonly addedTokens: number;
  readonly promptTokenMs: number;
  readonly generatedTokenMs: number;
}

/** Tokenizers add at most one token and a space; more tokens indicate that words are split. */
const maxAddedTokens = 4;

/** Times the second of two short runs: the first includes compilation and allocation. */
async function calibrate(session: TextSession, prompts: PromptWriter, model: string): Promise<Calibration> {
  const { promptTokens, tokens } = textCalibration;
  const run = () => session.time({ prompt: prompts.write(promptTokens), tokens, reuseContext: false });
  await run();
  const timing = await run();
  const addedTokens = timing.promptTokens - promptTokens;
  if (addedTokens < 0 || addedTokens > maxAddedTokens) {
    throw new AppError('model-unsupported', { model, reason: 'no-words' });
  }
  return {
    addedTokens,
    promptTokenMs: timing.promptMs / timing.promptTokens,
    generatedTokenMs: timing.decodeMs / timing.decodeTokens,
  };
}

/** Processes a prompt or generates an answer after the context of a cell. */
class TextWork implements TimedWork {
  readonly name: string;
  readonly unitsPerRun: number;
  /** Runs are not grouped, because each has many tokens. A run that is too short for the clock gets a flag. */
  readonly canGroupRuns = false;
  /** Time from the call to the end of the answer, for each run. */
  readonly answersMs: number[] = [];
  readonly #session: TextSession;
  readonly #cell: TextCellSpec;
  readonly #prompts: PromptWriter;
  readonly #clock: Clock;
  readonly #addedTokens: number;
  readonly #context: string;

  constructor(session: TextSession, cell: TextCellSpec, prompts: PromptWriter, addedTokens: number, clock: Clock) {
    this.name = cell.name;
    this.unitsPerRun = cell.tokens;
    this.#session = session;
    this.#cell = cell;
    this.#prompts = prompts;
    this.#addedTokens = addedTokens;
    this.#clock = clock;
    this.#context = cell.depth > 0 ? prompts.write(cell.depth - addedTokens) : '';
  }

  /** @returns `false` if the engine processes the context again for every prompt */
  async fillContext(): Promise<boolean> {
    const { work, tokens, depth } = this.#cell;
    if (depth === 0) return true;
    const fill = () => this.#session.time({ prompt: this.#context, tokens: 1, reuseContext: true });
    await fill();
    const { promptTokens } = await (work === 'prompt' ? this.#run() : fill());
    return promptTokens <= tokens;
  }

  async time(runs: number): Promise<number> {
    const { work } = this.#cell;
    let ms = 0;
    for (let run = 0; run < runs; run++) {
      const startMs = this.#clock.now();
      const timing = await this.#run();
      this.answersMs.push(this.#clock.now() - startMs);
      // The token count of the engine is authoritative.
      const tokenMs = work === 'prompt' ? timing.promptMs / timing.promptTokens : timing.decodeMs / timing.decodeTokens;
      ms += tokenMs * this.unitsPerRun;
    }
    return ms;
  }

  #run(): Promise<TextTiming> {
    const { work, tokens, depth } = this.#cell;
    const reuseContext = depth > 0;
    if (work === 'generation') {
      return this.#session.time({ prompt: this.#context || this.#prompts.write(1), tokens: tokens + 1, reuseContext });
    }
    const addedTokens = reuseContext ? 0 : this.#addedTokens;
    const prompt = this.#context + this.#prompts.write(tokens - addedTokens);
    return this.#session.time({ prompt, tokens: 1, reuseContext });
  }
}
