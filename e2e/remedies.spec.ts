import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Adds 10 ms to every timed run of a session that is opened without graph optimisation. */
async function slowDownUnoptimisedSessions(page: Page): Promise<void> {
  await page.route('**/session.worker*.js', async (route) => {
    const response = await route.fetch();
    const delay = `{
      const read = performance.now.bind(performance);
      let isSlow = false;
      addEventListener('message', ({ data }) => {
        isSlow ||= JSON.stringify(data).includes('"graphOptimisation":"disabled"');
      });
      performance.now = () => {
        for (const endMs = read() + (isSlow ? 10 : 0); read() < endMs; );
        return read();
      };
    }`;
    await route.fulfill({ response, body: `${delay}\n${await response.text()}` });
  });
}

/** Deploys the bundled classifier without graph optimisation, and opens the page of the deployment. */
async function deployUnoptimised(page: Page): Promise<void> {
  await page.goto('#/run?task=image-classification&device=wasm&threads=1&graph=disabled');
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await panel.getByLabel('Name').fill('My classifier');
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
}

test('a slow deployment is sped up by a measured remedy, and the log undoes it', async ({ page }) => {
  await slowDownUnoptimisedSessions(page);
  await deployUnoptimised(page);
  const offered = page.getByTestId('offered-remedies');
  await expect(offered).toContainText('the model was not tuned on this device');
  await offered.getByRole('button', { name: /^Try this step ?: Default engine settings/ }).click();
  const question = page.getByTestId('remedy-question');
  await expect(question).toContainText('Default engine settings helps', { timeout: 60_000 });
  await question.getByRole('button', { name: 'Keep this step', exact: true }).click();
  await expect(page.getByTestId('remedies-end')).toContainText('At least one step helped');
  const deployment = page.getByTestId('deployment');
  await expect(deployment).toHaveAttribute('data-version', '2');
  await expect(page.getByTestId('tried-remedies')).toContainText(/kept.*% faster/);
  await expect(page.getByTestId('remedy-report')).toBeHidden();

  const log = page.getByTestId('remedy-log');
  await expect(log).toContainText('Version 2 became current as a remedy');
  await log.getByTestId('undo-remedy').click();
  await expect(deployment).toHaveAttribute('data-version', '1');
  await expect(log).toContainText('Remedy undone');
  await expect(log.getByTestId('undo-remedy')).toBeHidden();
});

test('remedies without effect end with a redacted report, and staging measures load and recovery @long', async ({
  page,
}) => {
  await deployUnoptimised(page);
  await page.getByTestId('remedies').getByLabel('Problem').selectOption('High memory use');
  const offered = page.getByTestId('offered-remedies');
  await offered.getByRole('button', { name: /^Try this step ?: Free memory/ }).click();
  await expect(page.getByTestId('remedies-end')).toContainText('No step helped', { timeout: 60_000 });
  const report = page.getByTestId('remedy-report');
  await expect(report).toContainText('"remedy": "freed-memory"');
  await expect(report).not.toContainText('My classifier');

  await page.getByRole('button', { name: 'Staging' }).click();
  const staging = page.getByTestId('staging');
  await staging.getByRole('button', { name: 'Start the load test' }).click();
  await expect(staging.getByRole('alert')).toContainText('Enter the latency target');
  await staging.getByLabel('Latency target').fill('0.01');
  await staging.getByRole('button', { name: 'Start the load test' }).click();
  await expect(page.getByTestId('ramp-conclusion')).toContainText('Even one request at a time misses the target');
  await expect(page.getByTestId('gpu-lost')).toContainText('the model does not run on the GPU');
  for (const fault of ['worker-killed', 'storage-full', 'network-cut']) {
    await page.getByTestId(fault).getByRole('button').click();
    await expect(page.getByTestId(fault)).toContainText('recovered after');
  }
  await checkAccessibilityInAllAppearances(page);
});
