import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { test } from './fixtures/hub-test.ts';
import {
  addModels,
  benchmark,
  chat,
  classify,
  detect,
  receive,
  share,
  testData,
  watch,
} from './fixtures/first-visit.ts';

test.use({ isMeasured: false, serviceWorkers: 'allow' });
test.skip(!testData, 'needs ASSAY_TEST_DATA');

test('a newcomer detects, classifies, chats, benchmarks and shares, with a reload in the middle of each', async ({
  browser,
  context,
  hub,
  page,
  useHub,
}) => {
  test.setTimeout(240_000);
  addModels(hub);
  await useHub(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const expectNoErrors = watch(page);
  await page.goto('#/');
  for (const step of [detect, classify, chat, benchmark]) {
    await test.step(step.name, () => step(page, false));
    await expectNoErrors();
  }
  const link = await share(page);
  await expectNoErrors();

  const other = await (await browser.newContext()).newPage();
  const expectNoErrorsThere = watch(other);
  await other.goto(page.url().split('#')[0] ?? '');
  await receive(other, link);
  await expectNoErrorsThere();
  await other.context().close();
});

test('a newcomer repeats everything offline, with the models of the first visit', async ({
  context,
  hub,
  page,
  useHub,
}) => {
  test.setTimeout(600_000);
  addModels(hub);
  await useHub(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const server = await startServer(dist, 0);
  const expectNoErrors = watch(page);
  await page.goto(server.url);
  const steps = [detect, classify, chat, benchmark];
  for (const step of steps) await test.step(step.name, () => step(page, false));
  const link = await share(page);
  await page.getByText('Ready offline').waitFor();

  await server.close();
  hub.reset();
  await page.reload();
  for (const step of steps) {
    await test.step(`${step.name} offline`, () => step(page, true));
    await expectNoErrors();
  }
  await receive(page, link);
  await expectNoErrors();
});
