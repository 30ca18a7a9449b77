import { expect, test } from 'vitest';
import { classificationsCsv, detectionsCsv } from './run-export.ts';

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

test('numbers the classes of each picture by place', () => {
  const result = [
    { label: 'tench', probability: 0.75 },
    { label: 'carp', probability: 0.25 },
  ];
  const csv = classificationsCsv({
    task: 'image-classification',
    model: 'classifier.onnx',
    runtime: 'ort',
    device: 'wasm',
    inputs: ['a.png', 'b.png'].map((file) => ({ file, timing: { preMs: 1, inferenceMs: 1, postMs: 1 }, result })),
  });
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  expect(head).toBe('file,place,label,probability');
  expect(lines).toEqual(['a.png,1,tench,0.75', 'a.png,2,carp,0.25', 'b.png,1,tench,0.75', 'b.png,2,carp,0.25']);
});
