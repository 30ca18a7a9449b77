import type { Page } from 'playwright-core';
import { AppError } from '#core/error.ts';
import { isModelId } from '#core/model-id.ts';
import type { Port } from '#state/port.ts';
import { drive, type Drive } from './drive.ts';
import type { ModelArgument } from './model-argument.ts';
import { oneLine } from './wording.ts';

/** Between two lines on a download. */
const tellMs = 5_000;

interface ModelDrive extends Omit<Drive, 'hash'> {
  /** The page that takes the model, which `subject` names as its link has to: by `model` or `file`. */
  readonly linkTo: (subject: Readonly<Record<string, string>>) => string;
}

/** Drives a page with a model: one of ours by its link, files as a person chooses them, another downloaded before. */
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
          // An address with a query may be a secret, which no link names.
          const isHandedOver = !isModelId(id);
          if (isHandedOver) await openKept(page);
          await goTo(page, linkTo(isHandedOver ? { file: '1' } : { model: id }));
          await act?.(page);
        },
        ...rest,
      });
  }
}

/**
 * Downloads what the Models page is asked for into the store of this browser, whose profile ends with the command.
 * @returns the id under which it is kept
 * @throws AppError where it cannot be looked at | Error where it cannot be downloaded, in the page's words
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

async function openKept(page: Page): Promise<void> {
  await restart(page);
  await page.getByTestId('open').click();
  await settled(page);
}

/** In the same page: what was handed over is still there. */
async function goTo(page: Page, hash: string): Promise<void> {
  await restart(page);
  await page.evaluate((next) => void (location.hash = next), hash);
}

/** So that the outcome of what was done before is not taken for that of what comes. */
async function restart(page: Page): Promise<void> {
  await page.evaluate(() => void (globalThis.assay!.state = 'starting'));
}

/** @throws AppError with which the page failed */
async function settled(page: Page): Promise<void> {
  const isSettled = () => ['done', 'failed'].includes(globalThis.assay!.state);
  await page.waitForFunction(isSettled, undefined, { timeout: 0 });
  const { error } = await page.evaluate(() => globalThis.assay!);
  if (error) throw new AppError(error.code, error.facts);
}
