import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('a graph is drawn, searched, navigated by keyboard and coloured; a weight is read @accessible', async ({
  page,
}) => {
  await page.goto('#/models?model=digits');
  await page.getByTestId('graph').click();
  const canvas = page.getByTestId('graph-canvas');
  await expect(canvas).not.toHaveAttribute('data-boxes', '0');
  await page.getByTestId('graph-search').fill('conv');
  await page.getByTestId('next-match').click();
  const panel = page.getByTestId('node-panel');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Conv');
  await panel.getByTestId('read-weight').first().click();
  await expect(panel.getByTestId('weight-statistics').first()).toContainText('Minimum to maximum');
  await page.getByTestId('overlay').selectOption('flops');
  await expect(page).toHaveURL(/#\/graph\?model=digits&overlay=flops$/);
  await checkAccessibilityInAllAppearances(page);

  await canvas.focus();
  await page.keyboard.press('ArrowDown');
  await expect(panel.getByRole('heading', { level: 2 })).not.toHaveText('Conv');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.getByText(/^Table of \d+ nodes/).click();
  await expect(page.getByRole('row').filter({ hasText: 'Conv' }).first()).toContainText('FLOP');
});
