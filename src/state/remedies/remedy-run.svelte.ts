import { AppError, asAppError } from '#core/errors/error.ts';
import type { Deployment } from '#deploy/deployment.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { ladders, remedies, type RemedyId } from '#remedies/ladders.ts';
import type { Change, InapplicableReason, Symptom } from '#remedies/remedy.ts';
import { toRemedyReport } from '#remedies/remedy-report.ts';
import {
  runLadder,
  type LadderRequest,
  type LadderResult,
  type LadderStep,
  type TriedStep,
} from '#remedies/run-ladder.ts';
import { getTask, type TaskId } from '#tasks/index.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import { EvaluationData } from '../evaluate/data/evaluation-data.svelte.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { appVersion } from '../shell/app-version.ts';
import { attempt } from '../shell/attempt.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { lockLadder, toLadderRequest } from './automatic-ladder.ts';
import { DeploymentLadder } from './deployment-ladder.ts';
import { readSituation } from './read-situation.ts';

/** A step of the ladder before it is tried: its proposed changes, or why it does not apply. */
export interface ProposedStep {
  readonly remedy: RemedyId;
  readonly proposal: readonly Change[] | InapplicableReason;
}

/** A step that helped, and the function that passes on the user's decision to keep it. */
interface Question {
  readonly step: TriedStep;
  readonly answer: (isKept: boolean) => void;
}

/** The state of the remedies of one deployment: the proposed steps, and the ladder that runs. */
export class RemedyRun {
  symptom = $state<Symptom>('latency');
  /** The target value, in the unit of the symptom; `null` if there is none. */
  target = $state<number | null>(null);
  proposedSteps = $state.raw<readonly ProposedStep[]>([]);
  /** Labelled items; `null` until the task is known, or if its results cannot be scored. */
  data = $state.raw<EvaluationData | null>(null);
  /** Whether generated inputs cannot be used: the task runs several graphs. */
  needsItems = $state(false);
  isRunning = $state(false);
  /** The measurement of the current step, 0 to 1. */
  fraction = $state<number | null>(null);
  steps = $state.raw<readonly LadderStep[]>([]);
  result = $state.raw<LadderResult | null>(null);
  question = $state.raw<Question | null>(null);
  /** The report about a ladder that did not meet its target; `null` otherwise. */
  report = $state.raw<string | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #id: string;
  #controller = new AbortController();

  constructor(id: string) {
    this.#id = id;
  }

  /** Whether steps can be measured. */
  get canMeasure(): boolean {
    return !this.needsItems || this.#labelledData !== null;
  }

  get #labelledData(): EvaluationData | null {
    return this.data?.dataset ? this.data : null;
  }

  /** Lists what the steps of the chosen symptom would change. */
  async listSteps(deployment: Deployment): Promise<void> {
    try {
      const task = deployment.task as TaskId; // every deployment has a task with graphs
      this.needsItems = Object.keys((await getTask(task).loadPipeline()).roles).length > 1;
      const evaluation = this.data ? null : await loadEvaluation(task, true);
      if (evaluation) this.data = new EvaluationData({ input: getTask(task).input, labelKind: evaluation.label });
      const situation = await readSituation(deployment, this.#labelledData !== null);
      this.proposedSteps = ladders[this.symptom].map((remedy) => ({
        remedy,
        proposal: remedies[remedy].propose(situation),
      }));
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Starts the ladder that an alert triggers, if the mode of the deployment allows that. */
  startForAlert({ remedyMode }: Deployment, rule: AlertRule): void {
    const request = toLadderRequest(rule);
    if (!request || this.isRunning || remedyMode === undefined || remedyMode === 'suggest') return;
    [this.symptom, this.target] = [request.symptom, request.target];
    void this.run(request, remedyMode === 'automatic');
  }

  /**
   * Tries steps in order.
   * @param isAutomatic whether changes that help are kept without a question
   */
  async run(request: LadderRequest, isAutomatic: boolean): Promise<void> {
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    [this.isRunning, this.fraction, this.steps, this.result, this.report] = [true, null, [], null, null];
    const endWork = beginWork('bench');
    const host = new DeploymentLadder(this.#id, {
      data: this.#labelledData,
      signal,
      onProgress: (fraction) => (this.fraction = fraction),
      confirm: (step) => (isAutomatic ? Promise.resolve(true) : this.#askToKeep(step, signal)),
    });
    const onStep = (step: LadderStep) => ([this.steps, this.fraction] = [[...this.steps, step], null]);
    await attempt(
      this,
      async () => {
        const hasRun = await lockLadder(this.#id, async () => {
          const result = await runLadder(request, host, { signal, onStep });
          this.result = result;
          const isDone = result.end === 'target-met' || (result.end === 'improved' && request.target === null);
          if (!isDone) this.report = this.#writeReport(request, result, host);
        });
        if (!hasRun) throw new AppError('deployment-changed', { reason: 'ladder-runs-elsewhere' });
      },
      signal,
    );
    endWork();
    [this.isRunning, this.fraction, this.question] = [false, null, null];
  }

  cancel(): void {
    this.#controller.abort();
  }

  close(): void {
    this.#controller.abort();
    this.data?.close();
  }

  #askToKeep(step: TriedStep, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(asAppError(signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
      const answer = (isKept: boolean) => {
        signal.removeEventListener('abort', onAbort);
        this.question = null;
        resolve(isKept);
      };
      this.question = { step, answer };
    });
  }

  #writeReport(
    request: LadderRequest,
    result: LadderResult,
    { initialSituation, task }: DeploymentLadder,
  ): string | null {
    const { browser, os, memoryGiB, threads } = deviceFacts.basic;
    const device = { app: `${appVersion.version} ${appVersion.commit}`, browser, os, threads, memoryGiB };
    return initialSituation && toRemedyReport(task, initialSituation, request, result, device);
  }
}
