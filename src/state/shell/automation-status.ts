import { AppError, asAppError, type ErrorCode, type ErrorFacts } from '#core/errors/error.ts';
import type { NetworkRecord } from '#gates/gate-evidence.ts';

/** State and outcome of the page's work, as plain JSON. */
export interface AutomationStatus {
  state: 'starting' | 'ready' | 'running' | 'done' | 'failed';
  progress: { phase: string; fraction: number | null } | null;
  /** Depends on the page: a Report, a device summary, a list of task runs, model facts, {@link DownloadedModel}. */
  result: unknown;
  /** The link that contains or repeats the result. */
  link: string | null;
  error: { code: ErrorCode; facts: ErrorFacts; message: string } | null;
}

/** The result of {@link PageActions.download}. */
export interface DownloadedModel {
  /** The id under which this browser stores the model. */
  readonly id: string;
  /** How a link refers to it. */
  readonly subject: { readonly model: string } | { readonly file: '1' };
}

/** Actions of a page that its link does not include; the outcome is in {@link AutomationStatus}. */
export interface PageActions {
  /** Opens a model from its files, if the link has `file=1`. */
  openModel(files: readonly File[]): void;
  /** Opens the baseline from its files, if the link has `baseline-file=1`. */
  openBaseline(files: readonly File[]): void;
  /** Opens the language model that answers questions about files. */
  openChat(files: readonly File[]): void;
  /** Passes input files, or all files of a folder, to the task of the page. */
  addInputs(files: readonly File[]): void;
  /** Sets the gate file that judges the next evaluation. */
  setGates(text: string): void;
  /** Reads the header of the model that the link names, from its host. */
  inspect(): void;
  /** Stores the inspected model in this browser. */
  download(): void;
}

/**
 * `globalThis.assay`: how a program controls the page. The headless commands use it, and so can any test tool: open a
 * link, wait until `state` is no longer `starting`, call the actions of the page, wait for `done` or `failed`.
 */
export interface AutomationApi extends AutomationStatus, PageActions {
  /**
   * If the program sets it: its own record of the browser's requests since a time, in epoch milliseconds, which is more
   * complete than the page's own record.
   */
  recordedRequests: ((startedAtMs: number) => Promise<NetworkRecord>) | null;
  /** Goes to a link (`#/…`) without a reload; `state` is `starting` until its page is shown. */
  open(link: string): void;
  /** Whether the current page offers an action now. */
  offers(action: keyof PageActions): boolean;
  /**
   * A detached file input, in which an automation client sets files from disk, or a folder. It passes them on by
   * `openModel` or `addInputs`; they are read only as needed.
   */
  fileInput(kind?: 'files' | 'folder'): HTMLInputElement;
}

let registeredActions: Partial<PageActions> = {};

export const automation: AutomationApi = {
  state: 'starting',
  progress: null,
  result: null,
  link: null,
  error: null,
  recordedRequests: null,
  openModel: (files) => requireAction('openModel')(files),
  openBaseline: (files) => requireAction('openBaseline')(files),
  openChat: (files) => requireAction('openChat')(files),
  addInputs: (files) => requireAction('addInputs')(files),
  setGates: (text) => requireAction('setGates')(text),
  inspect: () => requireAction('inspect')(),
  download: () => requireAction('download')(),
  offers: offersAction,
  open(link) {
    updateStatus({ state: 'starting', progress: null, result: null, error: null });
    location.hash = link;
  },
  fileInput(kind = 'files') {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = kind === 'folder';
    return input;
  },
};

declare global {
  /** `undefined` until the page's script has run. */
  var assay: AutomationApi | undefined;
}

globalThis.assay = automation;

/**
 * Registers the actions of the current page. Call it before the page reports that it is ready.
 * @returns unregisters them when the page is left
 */
export function registerActions(actions: Partial<PageActions>): () => void {
  registeredActions = actions;
  return () => {
    if (registeredActions === actions) registeredActions = {};
  };
}

/** Whether the current page offers an action. */
export function offersAction(name: keyof PageActions): boolean {
  return registeredActions[name] !== undefined;
}

/** Reports that a page was opened or its work started; earlier reports no longer apply. */
export function reportStart(state: 'ready' | 'running'): void {
  updateStatus({ state, progress: null, result: null, link: location.href, error: null });
}

/** @param fraction from 0 to 1; `null` if unknown */
export function reportProgress(phase: string, fraction: number | null): void {
  updateStatus({ progress: { phase, fraction } });
}

/** @param link the link of the result itself, if it has one; by default the address at which the work started */
export function reportDone(result: unknown, link = automation.link): void {
  updateStatus({ state: 'done', progress: null, result, link, error: null });
}

/**
 * Reports that the page cannot continue.
 * @param result the partial result, if any
 * @returns the error, as the page shows it
 */
export function reportFailure(thrown: unknown, result = automation.result): AppError {
  const error = asAppError(thrown);
  const { code, facts, message } = error;
  updateStatus({ state: 'failed', progress: null, result, error: { code, facts, message } });
  return error;
}

function updateStatus(changes: Partial<AutomationStatus>): void {
  Object.assign(automation, changes);
}

/** @throws AppError input-invalid if the current page does not offer it */
function requireAction<Name extends keyof PageActions>(name: Name): PageActions[Name] {
  const action = registeredActions[name];
  const page = location.hash || '#/';
  if (!action) throw new AppError('input-invalid', { name, reason: 'action-not-offered', page });
  return action;
}
