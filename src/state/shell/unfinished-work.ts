/** Long-running work that leaving the app would stop. */
export type UnfinishedWork =
  | 'bench'
  | 'device'
  | 'images'
  | 'video'
  | 'files'
  | 'teaching'
  | 'evaluation'
  | 'optimisation'
  | 'download';

const unfinishedWork = new Map<symbol, UnfinishedWork>();

/**
 * Asks for confirmation before the app is left, from now on.
 * @returns call it when the work is done
 */
export function beginWork(work: UnfinishedWork): () => void {
  const key = Symbol(work);
  unfinishedWork.set(key, work);
  addEventListener('beforeunload', confirmLeaving);
  return () => {
    unfinishedWork.delete(key);
    if (unfinishedWork.size === 0) removeEventListener('beforeunload', confirmLeaving);
  };
}

/** Work that opening another page of the app would stop; downloads continue. `null` if there is none. */
export function findPageWork(): Exclude<UnfinishedWork, 'download'> | null {
  for (const work of unfinishedWork.values()) if (work !== 'download') return work;
  return null;
}

/** The browser shows its own text, and only if the user has interacted with the page. */
function confirmLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
