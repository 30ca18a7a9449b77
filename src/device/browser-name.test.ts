import { expect, test } from 'vitest';
import { parseBrowserName, parseSystemFamily } from './browser-name.ts';

// User agent strings from the browsers' documentation.
test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153', 'Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Chrome 156',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
    'Edge 156',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Safari 26',
    'macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari 26',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
    'Chrome 156',
    'Android',
  ],
  ['curl/8.0', 'unknown', 'unknown'],
])('the user agent "%s" is parsed as %s on %s', (userAgent, browser, system) => {
  expect(parseBrowserName(userAgent)).toBe(browser);
  expect(parseSystemFamily(userAgent)).toBe(system);
});

test('the brand list takes precedence over the user agent, and its fake brand is ignored', () => {
  const brands = [
    { brand: 'Not)A;Brand', version: '8' },
    { brand: 'Chromium', version: '156' },
    { brand: 'Microsoft Edge', version: '156' },
  ];
  expect(parseBrowserName('', brands)).toBe('Edge 156');
  expect(parseBrowserName('', brands.slice(0, 2))).toBe('Chromium 156');
  expect(parseSystemFamily('', 'macOS')).toBe('macOS');
});
