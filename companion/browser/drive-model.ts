import { publicHub } from '#core/model/public-hub.ts';
import type { AutomationStatus, DownloadedModel } from '#state/shell/automation-status.ts';
import type { AppPage } from './app-page.ts';
import { drive, type DriveContext } from './drive.ts';

/** The source of the model to open on a page. */
export type ModelSource =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** A bundled model. */
  | { readonly kind: 'model'; readonly id: string }
  /** A Hub model or a URL, as a user types it on the Models page. */
  | { readonly kind: 'remote'; readonly reference: string };

interface ModelDrive extends DriveContext {
  /** Builds the link of the page that uses the model. `subject` is the link's parameter for the model: `model` or `file`. */
  readonly formatLink: (subject: Readonly<Record<string, string>>) => string;
  /** Called once the model is open on the page. */
  readonly onReady?: (page: AppPage) => Promise<void>;
}

/** Opens a page of the app with a model. A remote model is downloaded first. */
export function driveModel(
  model: ModelSource,
  { formatLink, onReady, ...context }: ModelDrive,
): Promise<AutomationStatus> {
  switch (model.kind) {
    case 'model':
      return drive({ link: formatLink({ model: model.id }), ...(onReady && { onReady }), ...context });
    case 'files':
      return drive({
        link: formatLink({ file: '1' }),
        onReady: async (page) => {
          await page.openModel(model.paths);
          await onReady?.(page);
        },
        ...context,
      });
    case 'remote':
      return drive({
        link: `#/models?${new URLSearchParams({ model: model.reference })}`,
        onReady: async (page) => {
          const { subject } = await download(page, model.reference, context);
          await page.open(formatLink({ ...subject }));
          await onReady?.(page);
        },
        ...context,
      });
  }
}

/**
 * Downloads a model through the Models page into the browser's store, which is deleted after the command.
 * @throws AppError if its header cannot be read or it cannot be downloaded
 */
async function download(page: AppPage, reference: string, { log, hub }: DriveContext): Promise<DownloadedModel> {
  log(`Requesting ${reference} from ${parseHubHost(reference, hub)}`);
  await page.inspect();
  await page.waitForResult();
  log('Downloading it for this command only');
  await page.download();
  return (await page.waitForResult()) as DownloadedModel;
}

function parseHubHost(reference: string, hub = publicHub): string {
  return URL.parse(/^https?:/.test(reference) ? reference : hub)?.host ?? hub;
}
