/** Work that takes a while and that leaving the app would end. */
export type UnfinishedWork = 'bench' | 'device' | 'images' | 'download';

const unfinished = new Map<symbol, UnfinishedWork>();

/** From now on leaving the app asks first. @returns ends it */
export function beginWork(work: UnfinishedWork): () => void {
  const key = Symbol(work);
  unfinished.set(key, work);
  addEventListener('beforeunload', ask);
  return () => {
    unfinished.delete(key);
    if (unfinished.size === 0) removeEventListener('beforeunload', ask);
  };
}

/** What would end if another page of the app were opened: a download goes on. null: nothing */
export function workOfPage(): Exclude<UnfinishedWork, 'download'> | null {
  for (const work of unfinished.values()) if (work !== 'download') return work;
  return null;
}

/** The browser asks in its own words, and only those who have used the page. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
