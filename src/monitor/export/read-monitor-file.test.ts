import { expect, test } from 'vitest';
import { WindowRecorder } from '../window-recorder.ts';
import { mergeSummaries } from '../merge-windows.ts';
import { toJson } from './monitor-tables.ts';
import { readMonitorFile } from './read-monitor-file.ts';

const recorder = new WindowRecorder('My classifier');
for (let run = 0; run < 20; run++) {
  const error = run === 0 ? ('out-of-memory' as const) : null;
  const latencyMs = error ? null : 10 + run;
  recorder.add({ version: 1, error, latencyMs, waitMs: 1, inputBytes: 100, numbers: { confidence: 0.9 } }, 3_600_000);
}
const windows = recorder.take();
const text = toJson('My classifier', windows, { format: 1 });
const read = (content: string) => readMonitorFile(content, (field) => new Error(`invalid: ${field}`));

test('an exported monitor is read back unchanged', () => {
  expect(read(text)).toEqual({ name: 'My classifier', record: { format: 1 }, windows });
});

test.each([
  ['a text that is not JSON', 'runs', 'invalid: '],
  ['another object', '{}', 'invalid: deployment'],
  ['a count that is not a number', text.replace('"runs": 20', '"runs": "many"'), 'invalid: windows[0].runs'],
  ['an invalid time', text.replace(/"start": "[^"]*"/, '"start": "today"'), 'invalid: windows[0].start'],
  ['a count that no sum can have', text.replace('"runs": 20', '"runs": 1e300'), 'invalid: windows[0].runs'],
  ['a value beyond float32', text.replace(/"wait": \[/, '"wait": [1e300,'), 'invalid: windows[0].digests.wait'],
  [
    'a weight that is 0 in float32',
    text.replace(/("wait": \[[^\]]*,)[^,\]]*\]/, '$11e-60]'),
    'invalid: windows[0].digests.wait',
  ],
  ['a damaged distribution', text.replace(/"wait": \[/, '"wait": [null,'), 'invalid: windows[0].digests.wait'],
])('%s is refused, and the error names the invalid field', (_name, content, message) => {
  expect(() => read(content)).toThrow(message);
});

test('error codes with the names of inherited properties are counted as others', () => {
  const crafted = text.replace('"out-of-memory": 1', '"constructor": 1, "__proto__": 2, "toString": 3');
  const { errors } = mergeSummaries([...read(crafted).windows, ...read(crafted).windows]);
  expect(Object.entries(errors)).toEqual([
    ['constructor', 2],
    ['__proto__', 4],
    ['toString', 6],
  ]);
});
