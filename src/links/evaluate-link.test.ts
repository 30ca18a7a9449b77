import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { formatEvaluateLink, parseEvaluateLink } from './evaluate-link.ts';

const parse = (hash: string) => parseEvaluateLink(new URLSearchParams(hash.replace(/^#\/evaluate\??/, '')), catalogue);

test('an empty link evaluates the bundled classifier on all items, without a baseline', () => {
  expect(parse('#/evaluate')).toEqual({
    task: 'image-classification',
    model: { id: 'cifar10', engineIds: ['ort'] },
    linkedId: null,
    engine: 'ort',
    device: null,
    threads: null,
    dimensions: {},
    baseline: null,
    labels: null,
    split: null,
    items: null,
    stopAfter: null,
    seed: 1,
    robustness: null,
    concurrency: null,
    sustainedS: null,
    hallmark: null,
    startsAutomatically: false,
  });
});

test.each([
  '#/evaluate?task=image-classification&file=1&threads=2&baseline-file=1&labels=labels.csv&split=val&items=200&stop-after=40&seed=7',
  '#/evaluate?task=digits&robustness=1%2C5&robustness-items=20',
  '#/evaluate?task=digits&load-test=8&sustained-run=600',
  '#/evaluate?task=digits&load-test=0&sustained-run=0',
  '#/evaluate?task=digits&linked=mnist.onnx&baseline=digits&hallmark=AQb-_0',
  '#/evaluate?task=object-detection&model=onnx-community%2Fyolov10n%3Aonnx%2Fmodel.onnx&baseline-linked=yolo.onnx',
])('the link %s is parsed and formatted again', (hash) => {
  expect(formatEvaluateLink(parse(hash))).toBe(hash);
});

test.each([
  ['baseline=digits&baseline-file=1&task=digits', 'reason: not-one-subject; named: baseline, baseline-file'],
  ['task=digits&baseline=centernet', 'model: centernet; madeFor: object-detection; task: digits'],
  ['items=0', 'setting: items; value: 0'],
  ['seed=-1', 'setting: seed; value: -1'],
  ['robustness=1,6', 'setting: robustness; value: 1,6'],
  ['sample=1', 'reason: setting-unknown; setting: sample'],
])('the link %s is rejected, with the reason', (query, why) => {
  expect(() => parse(`#/evaluate?${query}`)).toThrow(
    expect.objectContaining({ code: 'link-invalid', message: expect.stringContaining(why) }),
  );
});
