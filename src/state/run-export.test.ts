import { expect, test } from 'vitest';
import { detectionsCsv } from './run-export.ts';

test('writes one line a detection and quotes what RFC 4180 asks to quote', () => {
  const box = { x: 1, y: 2.5, width: 3, height: 4 };
  const csv = detectionsCsv({
    task: 'object-detection',
    model: 'centernet',
    runtime: 'tfjs',
    device: 'wasm',
    inputs: [
      {
        file: 'a "b", c.jpg',
        timing: { preMs: 1, inferenceMs: 1, postMs: 1 },
        result: [{ label: 'cup', score: 0.5, box }],
      },
    ],
  });
  expect(csv).toBe('file,label,score,x,y,width,height\r\n"a ""b"", c.jpg",cup,0.5,1,2.5,3,4\r\n');
});
