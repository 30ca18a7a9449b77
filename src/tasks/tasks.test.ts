import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFittingTasks } from '#sessions/fitting-tasks.ts';
import { taskIds, getTask } from './index.ts';
import { tinyTextClassifier, tinyTokenClassifier } from './text-model/tiny-models.fixture.ts';

const root = new URL('../../', import.meta.url);
const resolveUrl = (path: string) => new URL(path, root);

/** Tasks of catalogue models without a folder in `src/tasks`, because they run on the Chat page. */
const tasksWithoutFolder = ['text-generation'];

test('every task folder is the id of a task', () => {
  const folders = globSync('src/tasks/*/task.ts', { cwd: root }).map((path) => path.split(/[\\/]/).at(-2));
  expect(folders.sort()).toEqual([...taskIds].sort());
});

test('every catalogue model is for one of these tasks', () => {
  const entries = globSync('models/*/{model,hub}.json', { cwd: root });
  const modelTasks = entries.map(
    (path) => (JSON.parse(readFileSync(resolveUrl(path), 'utf8')) as { task: string }).task,
  );
  expect([...taskIds, ...tasksWithoutFolder]).toEqual(expect.arrayContaining(modelTasks));
  expect(modelTasks).toEqual(expect.arrayContaining(tasksWithoutFolder));
});

test.each([
  ['text-classification', tinyTextClassifier],
  ['token-classification', tinyTokenClassifier],
])('a model for %s with its tokenizer is offered for that task alone', async (task, files) => {
  const model = { id: 'tiny', entry: 'model.onnx', files: new Map(Object.entries(files)) };
  expect(await detectFittingTasks(model, 'ort')).toEqual([task]);
});

describe.each(taskIds)('the task %s', (id) => {
  const task = getTask(id);

  test('the task has a view, and its bundled model, if any, is for this task', () => {
    expect(existsSync(resolveUrl(`src/ui/run/${task.view}/View.svelte`))).toBe(true);
    if (task.demoModel === null) return;
    const model: unknown = JSON.parse(readFileSync(resolveUrl(`models/${task.demoModel}/model.json`), 'utf8'));
    expect(model).toMatchObject({ task: id });
  });

  test('the task has texts in every language', async () => {
    const languages = globSync('src/words/*/run/tasks.ts', { cwd: root });
    expect(languages.length).toBeGreaterThan(0);
    for (const path of languages) {
      const words = (await import(resolveUrl(path).href)) as { tasks: Record<string, unknown> };
      expect(Object.keys(words.tasks)).toContain(id);
    }
  });

  test('the pipeline has at least one role, each recognised without throwing', async () => {
    const { roles } = await task.loadPipeline();
    expect(Object.keys(roles)).not.toEqual([]);
    for (const role of Object.values(roles)) expect(role.matches({ inputs: [], outputs: [] })).toBe(false);
  });
});
