import { expect, test } from 'vitest';
import { formatDeviceLink, parseDeviceLink, type DeviceSummary } from './device-link.ts';

const summary: DeviceSummary = {
  browser: 'Chrome 156',
  os: 'Linux',
  gpu: 'none',
  cores: 2,
  oneThreadGflops: 24.1,
  dispatchMs: 0.00123,
};
const query = (text: string) => new URLSearchParams(text);

test('a device link contains the summary in plain text and is parsed back', () => {
  const hash = formatDeviceLink(summary);
  expect(hash).toBe('#/device?browser=Chrome+156&os=Linux&gpu=none&cores=2&oneThreadGflops=24.1&dispatchMs=0.00123');
  expect(parseDeviceLink(query(hash.split('?')[1] ?? ''))).toEqual(summary);
});

test('a link without a device summary is parsed as null', () => {
  expect(parseDeviceLink(query('auto=1'))).toBeNull();
});

test.each([
  ['a value that is not a number', 'browser=A&os=B&gpu=none&cores=many'],
  ['a negative value', 'browser=A&os=B&gpu=none&cores=-1'],
  ['a value above the limit', 'browser=A&os=B&gpu=none&copyGBs=9999999999'],
  ['markup', 'browser=%3Cimg+src%3Dx%3E&os=B&gpu=none'],
  ['a long word', `browser=${'A'.repeat(61)}&os=B&gpu=none`],
  ['a missing name', 'os=B&gpu=none&cores=2'],
])('a device link with %s is rejected', (_, text) => {
  expect(() => parseDeviceLink(query(text))).toThrow(expect.objectContaining({ code: 'link-invalid' }));
});
