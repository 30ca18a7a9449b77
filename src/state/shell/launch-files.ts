import { takeSharedContent } from '#records/shared-content.ts';
import { readHistoryEntry, replaceEntry } from './history-entry.ts';
import { openIncoming } from './incoming-files.ts';

/** Opens the files with which the operating system started the installed app. */
export async function openLaunchFiles(handles: readonly FileSystemFileHandle[]): Promise<void> {
  openIncoming(await Promise.all(handles.map((handle) => handle.getFile())));
}

/** Opens what another app has shared; the service worker received it. */
export async function openSharedContent(): Promise<void> {
  replaceEntry(readHistoryEntry(), `${location.pathname}${location.hash}`);
  const { files, link } = await takeSharedContent();
  if (files.length > 0) openIncoming(files);
  else if (link !== null) location.hash = toHash(link);
}

/** Converts a link to a hash: a link of this app opens its page, any other address is entered on the Models page. */
function toHash(link: string): string {
  const index = link.indexOf('#/');
  return index >= 0 ? link.slice(index) : `#/models?${new URLSearchParams({ model: link })}`;
}
