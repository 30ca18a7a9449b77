import { AppError, asAppError, type ErrorCode, type ErrorFacts } from '#core/error.ts';

/** What became of the page's work: plain JSON. */
export interface AutomationStatus {
  state: 'starting' | 'ready' | 'running' | 'done' | 'failed';
  progress: { phase: string; fraction: number | null } | null;
  /** By page: a Report, a device summary, a list of task runs, the facts of a model, {@link DownloadedModel}. */
  result: unknown;
  /** The link that holds or repeats the result. */
  link: string | null;
  error: { code: ErrorCode; facts: ErrorFacts; message: string } | null;
}

/** The result of {@link PageActions.download}. */
export interface DownloadedModel {
  /** The id under which this browser stores the model. */
  readonly id: string;
  /** What a link names it by. */
  readonly subject: { readonly model: string } | { readonly file: '1' };
}

/** What a page can be asked to do beyond what its link says; the outcome is in {@link AutomationStatus}. */
export interface PageActions {
  /** Opens a model by its files, where the link says `file=1`. */
  openModel(files: readonly File[]): void;
  /** Gives the task of the page its input files. */
  addInputs(files: readonly File[]): void;
  /** Reads the header of the model that the link names, from the host that has it. */
  inspect(): void;
  /** Stores the model that was inspected in this browser. */
  download(): void;
}

/**
 * `globalThis.assay`: how a program drives the page. The headless commands use it, and so can any test tool: open a
 * link, wait until `state` is no longer `starting`, call the actions that the page offers, wait for `done` or `failed`.
 */
export interface AutomationPort extends AutomationStatus, PageActions {
  /** Goes to a link (`#/…`) without a reload; `state` is `starting` until its page is there. */
  open(link: string): void;
  /**
   * An input that belongs to no page, on which a driver sets files of the disk. The page gets them by `openModel` or
   * `addInputs`, where they are read only as they are needed.
   */
  fileInput(): HTMLInputElement;
}

let offered: Partial<PageActions> = {};

export const automation: AutomationPort = {
  state: 'starting',
  progress: null,
  result: null,
  link: null,
  error: null,
  openModel: (files) => offeredAction('openModel')(files),
  addInputs: (files) => offeredAction('addInputs')(files),
  inspect: () => offeredAction('inspect')(),
  download: () => offeredAction('download')(),
  open(link) {
    set({ state: 'starting', progress: null, result: null, error: null });
    location.hash = link;
  },
  fileInput() {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    return input;
  },
};

declare global {
  /** undefined until the page's script has run. */
  var assay: AutomationPort | undefined;
}

globalThis.assay = automation;

/**
 * Names what the page on display can be asked to do; before it reports that it is ready.
 * @returns what withdraws it, for when the page is left
 */
export function offerActions(actions: Partial<PageActions>): () => void {
  offered = actions;
  return () => {
    if (offered === actions) offered = {};
  };
}

/** A page was opened, or its work begun: what was reported before no longer holds. */
export function reportStart(state: 'ready' | 'running'): void {
  set({ state, progress: null, result: null, link: location.href, error: null });
}

/** @param fraction from 0 to 1; null where it is unknown */
export function reportProgress(phase: string, fraction: number | null): void {
  set({ progress: { phase, fraction } });
}

/** @param link where the result has one of its own; else the address that its work was begun at */
export function reportDone(result: unknown, link = automation.link): void {
  set({ state: 'done', progress: null, result, link, error: null });
}

/**
 * The page cannot go on.
 * @param result what there is all the same
 * @returns what was thrown, as the page shows it
 */
export function reportFailure(thrown: unknown, result = automation.result): AppError {
  const error = asAppError(thrown);
  const { code, facts, message } = error;
  set({ state: 'failed', progress: null, result, error: { code, facts, message } });
  return error;
}

function set(changes: Partial<AutomationStatus>): void {
  Object.assign(automation, changes);
}

/** @throws AppError input-invalid where the page on display does not offer it */
function offeredAction<Name extends keyof PageActions>(name: Name): PageActions[Name] {
  const action = offered[name];
  const page = location.hash || '#/';
  if (!action) throw new AppError('input-invalid', { name, reason: 'action-not-offered', page });
  return action;
}
