import { expect, test } from 'vitest';
import { isModelId, readModelId } from './model-id.ts';

test.each([
  ['digits', 'listed', null],
  ['mobilenet-v2.int8', 'listed', null],
  ['org/name:model.onnx', 'hub', 'model.onnx'],
  ['onnx-community/yolov10n:onnx/model_q4.onnx', 'hub', 'model_q4.onnx'],
  ['org/name:Modèle (v2) final.gguf', 'hub', 'Modèle (v2) final.gguf'],
  ['https://models.example/a/net.tflite', 'address', 'net.tflite'],
  ['http://127.0.0.1:8000/net.onnx', 'address', 'net.onnx'],
])('the model id %s is of the kind %s, with the file %j', (id, kind, entry) => {
  expect(readModelId(id)).toEqual({ kind, entry });
});

test.each([
  ['', /no name/],
  ['org/name', /repository without its file/],
  ['org/name:', /not a path inside/],
  ['../../etc', /no name/],
  ['../x:model.onnx', /no name/],
  ['org/..:model.onnx', /no name/],
  ['org/name/more:model.onnx', /no name/],
  ['org/name:../other/model.onnx', /not a path inside/],
  ['org/name:a/../../b.onnx', /not a path inside/],
  ['org/name:/etc/passwd', /not a path inside/],
  ['org/name:a\\b.onnx', /not a path inside/],
  ['org/name:a\u0000.onnx', /not a path inside/],
  ['org/name:a\nb.onnx', /not a path inside/],
  ['org/na\u001bme:a.onnx', /no name/],
  ['org/name:C:/a.onnx', /not a path inside/],
  ['javascript:alert(1)', /no name/],
  ['javascript://x/%0aalert(1)', /host and a path/],
  ['file:///etc/passwd', /host and a path/],
  ['blob:https://models.example/1', /host and a path/],
  ['http://models.example/a.onnx', /host and a path/],
  ['https://user:secret@models.example/a.onnx', /host and a path/],
  ['https://models.example/a.onnx?token=secret', /host and a path/],
  ['https://models.example/a.onnx#b', /host and a path/],
  ['https://models.example/a/../b.onnx', /plain form/],
  ['https://models.example//evil.example/a.onnx', /plain form/],
  ['https://[::1]/a.onnx', /host and a path/],
  [`org/name:${'x'.repeat(200)}`, /more than 200/],
])('the model id %j is refused, with the reason', (id, why) => {
  expect(isModelId(id)).toBe(false);
  expect(() => readModelId(id)).toThrow(
    expect.objectContaining({ code: 'link-invalid', facts: { why: expect.stringMatching(why) as string } }),
  );
});
