import { expect, test } from 'vitest';
import { toCanonicalJson } from './canonical-json.ts';

test('formats the example of RFC 8785, section 3.2.4', () => {
  const value = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`) as unknown;
  expect(toCanonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('sorts keys by UTF-16 code units, as in the example of RFC 8785, section 3.2.3', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  const order = Object.values(JSON.parse(toCanonicalJson(value)) as object);
  expect(order).toHaveLength(7);
  expect(toCanonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test('rejects a number that JSON cannot represent, and omits undefined fields', () => {
  expect(() => toCanonicalJson({ a: Number.NaN })).toThrow(RangeError);
  expect(toCanonicalJson({ b: [], a: undefined })).toBe('{"b":[]}');
});
