import { expect, test } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import { fromFixedPoint, toFixedPoint } from './fixed-point.ts';
import { computeThreshold, MaskedRound } from './masked-round.ts';
import { combineShares, splitSecret } from './shamir.ts';
import { unmaskSum } from './unmask-sum.ts';

test('a secret is restored from any `threshold` shares, and not from fewer', () => {
  const secret = Uint8Array.from({ length: 32 }, (_, index) => (7 * index) % 256);
  const shares = splitSecret(secret, 5, 3);
  for (const [a, b, c] of [
    [0, 1, 2],
    [4, 2, 0],
    [1, 3, 4],
  ] as const)
    expect(combineShares([shares[a]!, shares[b]!, shares[c]!])).toEqual(secret);
  expect(combineShares(shares)).toEqual(secret);
  expect(combineShares(shares.slice(0, 2))).not.toEqual(secret);
});

test('shares are computed in the field of AES', () => {
  // With one coefficient, share 2 is the secret plus 2 times the coefficient, and share 3 is the secret plus 3 times
  // the coefficient.
  const [one, two, three] = splitSecret(Uint8Array.of(0), 3, 2).map(({ bytes }) => bytes[0]!);
  const double = (one! << 1) ^ (one! & 0x80 ? 0x11b : 0);
  expect([two, three]).toEqual([double, double ^ one!]);
});

test('fixed-point numbers are within 2^-17 of their values, and limited to ±128', () => {
  const values = Float64Array.of(0, 0.1, -0.1, 127.9, -128, 1e9);
  const restored = fromFixedPoint(toFixedPoint(values));
  for (const [index, value] of [0, 0.1, -0.1, 127.9, -128, 128].entries())
    expect(Math.abs(restored[index]! - value)).toBeLessThanOrEqual(2 ** -17);
});

/** Creates a round of participants with the keys `a`, `b` and so on, whose updates are 1, 2 and so on. */
async function runRound(count: number, dropAfterShares: number, dropBeforeUnmask = 0, lastMaskKey?: string) {
  const rounds = await Promise.all(
    Array.from({ length: count }, (_, index) => MaskedRound.begin(String.fromCharCode(97 + index), 'test 1')),
  );
  const members = rounds.map(({ member }) => member);
  const shared = await Promise.all(rounds.map((round) => round.share(members)));
  const masked = new Map<string, Uint32Array<ArrayBuffer>>();
  for (const [index, round] of rounds.entries()) {
    const own = members[index]!.key;
    const sealed = shared.flatMap((shares, from) =>
      shares.filter(({ to }) => to === own).map(({ bytes }) => ({ from: members[from]!.key, bytes })),
    );
    expect(await round.open(sealed)).toEqual([]);
    const words = await round.mask(
      Float64Array.of(index + 1, 0.5),
      members.map(({ key }) => key),
    );
    if (index >= dropAfterShares) masked.set(own, words);
  }
  const survivors = [...masked.keys()];
  const revealing = rounds.filter((_, index) => index >= dropAfterShares + dropBeforeUnmask);
  const revealed = revealing.map((round) => round.reveal(survivors));
  const last = members.at(-1)!;
  const sum = await unmaskSum({
    context: 'test 1',
    members: members.with(count - 1, { ...last, maskKey: lastMaskKey ?? last.maskKey }),
    sharing: members.map(({ key }) => key),
    masked,
    seeds: revealed.flatMap(({ seeds }) => seeds),
    maskSecrets: revealed.flatMap(({ maskSecrets }) => maskSecrets),
  });
  return { sum, masked, rounds, survivors };
}

test('the masks cancel in the sum, and hide every single update', async () => {
  const { sum, masked } = await runRound(5, 0);
  expect([...sum!]).toEqual([15, 2.5]);
  for (const [index, words] of [...masked.values()].entries())
    expect([...fromFixedPoint(words)]).not.toEqual([index + 1, 0.5]);
});

test('if participants drop out after sharing, the sum of the others is restored', async () => {
  const { sum } = await runRound(7, 2);
  expect([...sum!]).toEqual([25, 2.5]);
});

test('fewer participants than the threshold cannot reveal the sum', async () => {
  expect(computeThreshold(7)).toBe(5);
  expect((await runRound(7, 1, 2)).sum).toBeNull();
  expect((await runRound(7, 1, 1)).sum).not.toBeNull();
});

test('there is no sum with a key that is not a point of the curve', async () => {
  expect((await runRound(7, 1, 0, toBase64(new Uint8Array(65).fill(7)))).sum).toBeNull();
});

test('a participant reveals shares only once, and never both of the same participant', async () => {
  const round = await MaskedRound.begin('a', 'x');
  const other = await MaskedRound.begin('b', 'x');
  const members = [round.member, other.member];
  await round.share(members);
  const [forA] = await other.share(members);
  await round.open([{ from: 'b', bytes: forA!.bytes }]);
  await round.mask(Float64Array.of(1), ['a', 'b']);
  const { seeds, maskSecrets } = round.reveal(['a']);
  expect([seeds.map(({ of }) => of), maskSecrets.map(({ of }) => of)]).toEqual([['a'], ['b']]);
  expect(() => round.reveal(['b'])).toThrow('only once');
});

test('a share that was altered in transit is unreadable', async () => {
  const [a, b] = await Promise.all([MaskedRound.begin('a', 'x'), MaskedRound.begin('b', 'x')]);
  const members = [a.member, b.member];
  await a.share(members);
  const [forA] = await b.share(members);
  const changed = `${forA!.bytes[0] === 'A' ? 'B' : 'A'}${forA!.bytes.slice(1)}`;
  expect(await a.open([{ from: 'b', bytes: changed }])).toEqual(['b']);
  expect(a.hasSharesOf('b')).toBe(false);
});
