import { sharedContent } from '#records/shared-content.ts';
import { openIncoming } from './incoming-files.ts';

/** Only browsers that can install the app as a handler of files have it; TypeScript does not declare it. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Opens what the installed app was started with: files of the operating system, or what another app shares. */
export async function receiveLaunch(): Promise<void> {
  const { launchQueue } = globalThis as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    void Promise.all(files.map((handle) => handle.getFile())).then(openIncoming);
  });
  if (location.search !== '?shared') return;
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  const { files, link } = await sharedContent();
  if (files.length > 0) openIncoming(files);
  else if (link !== null) location.hash = hashFor(link);
}

/** A link of this app opens its page; any other address is entered on the Models page, which asks before a request. */
function hashFor(link: string): string {
  const at = link.indexOf('#/');
  return at >= 0 ? link.slice(at) : `#/models?${new URLSearchParams({ model: link })}`;
}
