import { publicHub } from '#core/hub.ts';
import type { AutomationStatus, DownloadedModel } from '#state/shell/automation-status.ts';
import type { AppPage } from './app-page.ts';
import { drive, type DriveContext } from './drive.ts';

/** The model that a page is given. */
export type ModelSource =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** One that comes with the app. */
  | { readonly kind: 'model'; readonly id: string }
  /** A model of a hub, or a URL, as typed on the Models page. */
  | { readonly kind: 'remote'; readonly typed: string };

interface ModelDrive extends DriveContext {
  /** The link of the page that uses the model. `subject` is the link's parameter for the model: `model` or `file`. */
  readonly linkTo: (subject: Readonly<Record<string, string>>) => string;
  /** Called once the model is given to the page. */
  readonly act?: (page: AppPage) => Promise<void>;
}

/** Drives a page with a model: one of the app by its link, files of the disk, a remote one downloaded before. */
export function driveModel(model: ModelSource, { linkTo, act, ...context }: ModelDrive): Promise<AutomationStatus> {
  switch (model.kind) {
    case 'model':
      return drive({ link: linkTo({ model: model.id }), ...(act && { act }), ...context });
    case 'files':
      return drive({
        link: linkTo({ file: '1' }),
        act: async (page) => {
          await page.openModel(model.paths);
          await act?.(page);
        },
        ...context,
      });
    case 'remote':
      return drive({
        link: `#/models?${new URLSearchParams({ model: model.typed })}`,
        act: async (page) => {
          const { subject } = await download(page, model.typed, context);
          await page.open(linkTo({ ...subject }));
          await act?.(page);
        },
        ...context,
      });
  }
}

/**
 * Downloads the model that the Models page names into the store of this browser, whose profile ends with the command.
 * @throws AppError where its header cannot be read or it cannot be downloaded
 */
async function download(page: AppPage, typed: string, { say, hub }: DriveContext): Promise<DownloadedModel> {
  say(`Asking ${hostOf(typed, hub)} for ${typed}`);
  await page.inspect();
  await page.result();
  say('Downloading it for this command alone');
  await page.download();
  return (await page.result()) as DownloadedModel;
}

function hostOf(typed: string, hub = publicHub): string {
  return URL.parse(/^https?:/.test(typed) ? typed : hub)?.host ?? hub;
}
