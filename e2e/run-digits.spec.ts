import { expect, test } from './fixtures/test.ts';
import { waitForRuns } from './fixtures/run-page.ts';

test.describe('the digits task', () => {
  test('reads a seven while it is drawn, and a one drawn by keyboard alone', async ({ page }) => {
    await page.goto('#/run?task=digits');
    const area = await page.getByTestId('pad').boundingBox();
    if (!area) throw new Error('there is no drawing area');
    const toPagePosition = (x: number, y: number) => [area.x + x * area.width, area.y + y * area.height] as const;
    await page.mouse.move(...toPagePosition(0.3, 0.2));
    await page.mouse.down();
    await page.mouse.move(...toPagePosition(0.7, 0.2), { steps: 8 });
    await page.mouse.move(...toPagePosition(0.45, 0.85), { steps: 8 });
    await expect(page.getByTestId('digit')).toContainText(/Prediction: 7, probability [\d.]+%/); // the pen is still down
    await page.mouse.up();
    await expect(page.getByTestId('probabilities').locator('.best')).toContainText('7');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByTestId('digit')).toContainText('No prediction yet');

    await page.getByTestId('pad').focus();
    await page.keyboard.press('Space');
    for (let step = 0; step < 16; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('probabilities').locator('.best')).toContainText('1');
  });

  test('reports a blank image, and then reads an image of a digit @long', async ({ page }) => {
    await page.goto('#/run?task=digits');
    const blank = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 40);
      canvas.getContext('2d'); // a canvas needs a context to be exported; with one, it is a transparent image
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    await page
      .getByTestId('input-file')
      .setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: Buffer.from(blank) });
    await expect(page.getByRole('alert')).toContainText('There is nothing to read');
    await expect(page.getByTestId('digit')).toContainText('No prediction yet');

    const zeroImage = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(200, 200);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2D canvas');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 200, 200);
      context.lineWidth = 18;
      context.beginPath();
      context.ellipse(100, 100, 45, 70, 0, 0, 2 * Math.PI);
      context.stroke();
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    await page
      .getByTestId('input-file')
      .setInputFiles({ name: 'zero.png', mimeType: 'image/png', buffer: Buffer.from(zeroImage) });
    await expect(page.getByTestId('probabilities').locator('.best')).toContainText('0');
    expect((await waitForRuns(page)).result.inputs.at(-1)).toMatchObject({
      file: 'zero.png',
      result: { digit: 0 },
    });
  });
});
