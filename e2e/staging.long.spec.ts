import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { expect, test, type Page } from './fixtures/test.ts';

const program = fileURLToPath(new URL('fixtures/restartable-companion.ts', import.meta.url));

const processes: ChildProcess[] = [];
test.afterEach(() => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
});

/** Starts a companion in a process of its own. @returns the process, and the link that pairs a page */
async function startCompanion(folder: string, port: string): Promise<{ process: ChildProcess; link: string }> {
  const process = spawn(globalThis.process.execPath, [program, folder, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(process);
  const [link] = (await once(createInterface(process.stdout), 'line')) as [string];
  return { process, link };
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL');
  await once(process, 'exit');
}

async function pair(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('assay.companion-token'))).not.toBeNull();
}

/** Deploys what the page runs, and opens the failure tests of the deployment. */
async function openStaging(page: Page) {
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await panel.getByLabel('Name').fill('Staged');
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
  await page.getByRole('button', { name: 'Staging' }).click();
  return page.getByTestId('staging');
}

test('a deployment in the companion answers again after its process was killed and started', async ({ page }) => {
  const folder = test.info().outputPath('companion');
  await mkdir(folder, { recursive: true });
  const first = await startCompanion(folder, '0');
  const { port, origin } = new URL(first.link);
  await pair(page, first.link);
  await page.goto(`${origin}/#/run?task=digits&host=companion&device=cpu`);
  await expect(page.getByTestId('engine')).toContainText('CPU');
  const staging = await openStaging(page);
  const fault = staging.getByTestId('companion-killed');
  await fault.getByRole('button', { name: 'Test' }).click();
  await expect(staging.getByTestId('stop-companion')).toBeVisible();
  await kill(first.process);

  const { link } = await startCompanion(folder, port);
  const otherPage = await page.context().newPage();
  await pair(otherPage, link); // as the page that the companion opens when it is started
  await expect(fault.getByRole('status')).toContainText('recovered after', { timeout: 120_000 });
});

test('a deployment on the GPU answers again after its device was lost', async ({ page }) => {
  await page.goto('#/run?task=digits&device=webgpu');
  await expect(page.getByTestId('engine')).toContainText('WebGPU', { timeout: 120_000 });
  const staging = await openStaging(page);
  const fault = staging.getByTestId('gpu-lost');
  await fault.getByRole('button', { name: 'Test' }).click();
  await expect(fault.getByRole('status')).toContainText(/recovered after .*failed runs: device-lost/, {
    timeout: 120_000,
  });
});
