import type { Page } from 'playwright-core';
import { AppError } from '#core/error.ts';
import { isModelId } from '#core/model-id.ts';
import type { Port } from '#state/shell/automation-status.ts';
import { drive, type Drive } from './drive.ts';
import type { ModelArgument } from './model-argument.ts';
import { oneLine } from './wording.ts';

/** Between two lines on the progress of a download; chosen. */
const tellMs = 5_000;

interface ModelDrive extends Omit<Drive, 'hash'> {
  /** The link of the page that uses the model. `subject` is what a link names a model by: `model` or `file`. */
  readonly linkTo: (subject: Readonly<Record<string, string>>) => string;
}

/** Drives a page with a model: one of the app by its link, files by the file input, a remote one downloaded before. */
export function driveModel(model: ModelArgument, { linkTo, act, ...rest }: ModelDrive): Promise<Port> {
  switch (model.kind) {
    case 'model':
      return drive({ hash: linkTo({ model: model.id }), ...(act && { act }), ...rest });
    case 'files':
      return drive({
        hash: linkTo({ file: '1' }),
        act: async (page) => {
          await page.getByTestId('model-file').setInputFiles([...model.paths]);
          await act?.(page);
        },
        ...rest,
      });
    case 'remote':
      return drive({
        hash: `#/models?${new URLSearchParams({ model: model.typed })}`,
        act: async (page) => {
          const id = await keep(page, rest.say);
          // A URL with a query may hold a secret, so it is no id: the Models page hands that model over itself.
          const isHandedOver = !isModelId(id);
          if (isHandedOver) await openStored(page);
          await goTo(page, linkTo(isHandedOver ? { file: '1' } : { model: id }));
          await act?.(page);
        },
        ...rest,
      });
  }
}

/**
 * Downloads the model that the Models page shows into the store of this browser, whose profile ends with the command.
 * @returns the id under which it is kept
 * @throws AppError where its header cannot be read | Error where it cannot be downloaded, in the page's words
 */
async function keep(page: Page, say: (line: string) => void): Promise<string> {
  const asked = await page.getByTestId('asks').textContent();
  say(asked ?? '');
  await page.getByTestId('look').click();
  await settled(page);
  const button = page.getByTestId('keep');
  say(`${(await button.textContent())?.trim()}; it is kept for this command alone`);
  await button.click();
  const kept = page.getByTestId('stored');
  const failure = page.getByTestId('pending').getByRole('alert');
  const ended = kept.or(failure).first().waitFor({ timeout: 0 });
  const hasEnded = () => Promise.race([ended.then(() => true), page.waitForTimeout(tellMs).then(() => false)]);
  while (!(await hasEnded())) {
    for (const line of await page.getByTestId('pending').locator('p').allInnerTexts()) say(oneLine(line));
  }
  if (await failure.isVisible()) throw new Error(oneLine(await failure.innerText()));
  return (await kept.getAttribute('data-id')) ?? '';
}

async function openStored(page: Page): Promise<void> {
  await restart(page);
  await page.getByTestId('open').click();
  await settled(page);
}

/** Goes to a link without a reload, so that a model that was handed over is still there. */
async function goTo(page: Page, hash: string): Promise<void> {
  await restart(page);
  await page.evaluate((next) => void (location.hash = next), hash);
}

/** Resets the page's state, so that an earlier outcome is not taken for the next one. */
async function restart(page: Page): Promise<void> {
  await page.evaluate(() => void (globalThis.assay!.state = 'starting'));
}

/** Waits until the page is done. @throws AppError with which it failed */
async function settled(page: Page): Promise<void> {
  const isSettled = () => ['done', 'failed'].includes(globalThis.assay!.state);
  await page.waitForFunction(isSettled, undefined, { timeout: 0 });
  const { error } = await page.evaluate(() => globalThis.assay!);
  if (error) throw new AppError(error.code, error.facts);
}
