import { automation, offersAction } from './automation-status.ts';

let incoming: readonly File[] = [];

const isImage = ({ type }: File) => type.startsWith('image/');

/**
 * Opens files that were given to the app rather than to a page: dropped on a page without a use for them, shared, or
 * opened with the installed app. The current page opens them if it can; otherwise the Run page opens images, and the
 * Models page a model.
 */
export function openIncoming(files: readonly File[]): void {
  if (files.length === 0) return;
  const areImages = files.every(isImage);
  const action = areImages ? 'addInputs' : 'openModel';
  const given = areImages ? files : files.filter((file) => !isImage(file));
  if (offersAction(action)) return automation[action](given);
  incoming = given;
  location.hash = areImages ? '#/run' : '#/models'; // if it is the current address, its page is still loading
}

/** Hands the inputs of a page over to the next page that takes files of their kind. */
export function keepIncoming(files: readonly File[]): void {
  incoming = files;
}

/** Returns the files for which the page was opened, and clears them; empty if there are none of this kind. */
export function takeIncoming(kind: 'images' | 'model'): readonly File[] {
  if (incoming.some(isImage) !== (kind === 'images')) return [];
  const files = incoming;
  incoming = [];
  return files;
}
