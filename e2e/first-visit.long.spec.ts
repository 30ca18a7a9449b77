import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { test } from './fixtures/hub-test.ts';
import {
  addModelsToHub,
  benchmark,
  chat,
  classify,
  detect,
  openResultLink,
  copyResultLink,
  testData,
  watchForErrors,
} from './fixtures/first-visit.ts';

test.use({ hasDeviceProfile: false, serviceWorkers: 'allow' });
test.skip(!testData, 'needs ASSAY_TEST_DATA');

test('a newcomer detects, classifies, chats, benchmarks and shares, with a reload in the middle of each', async ({
  browser,
  context,
  hub,
  page,
  useHub,
}) => {
  test.setTimeout(240_000);
  addModelsToHub(hub);
  await useHub(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const expectNoErrors = watchForErrors(page);
  await page.goto('#/');
  for (const step of [detect, classify, chat, benchmark]) {
    await test.step(step.name, () => step(page, false));
    await expectNoErrors();
  }
  const link = await copyResultLink(page);
  await expectNoErrors();

  const otherPage = await (await browser.newContext()).newPage();
  const expectNoErrorsInOtherPage = watchForErrors(otherPage);
  await otherPage.goto(page.url().split('#')[0] ?? '');
  await openResultLink(otherPage, link);
  await expectNoErrorsInOtherPage();
  await otherPage.context().close();
});

test('a newcomer repeats everything offline, with the models of the first visit', async ({
  context,
  hub,
  page,
  useHub,
}) => {
  test.setTimeout(600_000);
  addModelsToHub(hub);
  await useHub(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const server = await startServer(dist, 0);
  const expectNoErrors = watchForErrors(page);
  await page.goto(server.url);
  const steps = [detect, classify, chat, benchmark];
  for (const step of steps) await test.step(step.name, () => step(page, false));
  const link = await copyResultLink(page);
  await page.getByText('Ready offline').waitFor();

  await server.close();
  hub.reset();
  await page.reload();
  for (const step of steps) {
    await test.step(`${step.name} offline`, () => step(page, true));
    await expectNoErrors();
  }
  await openResultLink(page, link);
  await expectNoErrors();
});
