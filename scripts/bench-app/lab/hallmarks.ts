import { createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { toHallmarkLink } from '#hallmark/file/hallmark-link.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { verifyHallmark } from '#hallmark/verify.ts';

const repeats = 50;

/**
 * Measures the milliseconds from a run of ten gates to the link of its hallmark, and from the link to its verification.
 */
export async function timeHallmarks() {
  const keys = await generateKeyPair();
  const [signMs, verifyMs]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const startMs = performance.now();
    const link = await toHallmarkLink(await signHallmark(buildStatement(createSampleRun()), keys));
    const signedMs = performance.now();
    await verifyHallmark(await readHallmark(link));
    signMs.push(signedMs - startMs);
    verifyMs.push(performance.now() - signedMs);
  }
  const [firstSignMs, firstVerifyMs] = [signMs.shift(), verifyMs.shift()]; // measured before the browser has compiled the code
  return { signMs, verifyMs, firstSignMs, firstVerifyMs };
}
