import { expect, test } from 'vitest';
import { classificationsCsv, detectionsCsv } from './run-export.ts';

const timing = { preMs: 1, inferenceMs: 2, postMs: 3 };
const run = { model: 'm', runtime: 'ort', device: 'wasm' };

test('detections, one a line', () => {
  const box = { x: 1.5, y: 2, width: 3, height: 4 };
  const inputs = [{ file: 'a, "b".png', timing, result: [{ label: 'traffic light', score: 0.5, box }] }];
  expect(detectionsCsv({ ...run, task: 'object-detection', inputs })).toBe(
    'file,label,score,x,y,width,height\r\n"a, ""b"".png",traffic light,0.5,1.5,2,3,4\r\n',
  );
});

test('classes, numbered by place within each picture', () => {
  const classes = [
    { label: 'tench', probability: 0.75 },
    { label: 'carp', probability: 0.25 },
  ];
  const inputs = ['a.png', 'b.png'].map((file) => ({ file, timing, result: classes }));
  expect(classificationsCsv({ ...run, task: 'image-classification', inputs }).split('\r\n')).toEqual([
    'file,place,label,probability',
    'a.png,1,tench,0.75',
    'a.png,2,carp,0.25',
    'b.png,1,tench,0.75',
    'b.png,2,carp,0.25',
    '',
  ]);
});
