import { automation, offersAction } from './automation-status.ts';

let incomingFiles: readonly File[] = [];

const isImage = ({ type }: File) => type.startsWith('image/');

/**
 * Opens files that the app received outside a page's own inputs: dropped on a page that does not use them, shared by
 * another app, or opened with the installed app. The current page opens them if it can; otherwise the Run page opens
 * images, and the Models page opens a model.
 */
export function openIncoming(files: readonly File[]): void {
  if (files.length === 0) return;
  const areImages = files.every(isImage);
  const action = areImages ? 'addInputs' : 'openModel';
  const accepted = areImages ? files : files.filter((file) => !isImage(file));
  if (offersAction(action)) return automation[action](accepted);
  incomingFiles = accepted;
  location.hash = areImages ? '#/run' : '#/models'; // if this is already the address, the page is still loading
}

/** Sets the files that the next page receives from `takeIncoming`. */
export function setIncoming(files: readonly File[]): void {
  incomingFiles = files;
}

/** Returns the files for which the page was opened, and clears them; empty if there are none of this kind. */
export function takeIncoming(kind: 'images' | 'model'): readonly File[] {
  if (incomingFiles.some(isImage) !== (kind === 'images')) return [];
  const files = incomingFiles;
  incomingFiles = [];
  return files;
}
