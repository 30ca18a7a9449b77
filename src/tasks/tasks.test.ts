import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { taskIds, taskOf } from './index.ts';

const root = new URL('../../', import.meta.url);
const at = (path: string) => new URL(path, root);

/** What models of the catalogue are for besides: text has a page of its own, the others have none yet. */
const otherTasks = ['text-generation', 'face-detection', 'sentence-embedding', 'speech-recognition', 'voice-activity'];

test('every folder of tasks is a task by that id', () => {
  const folders = globSync('src/tasks/*/task.ts', { cwd: root }).map((path) => path.split(/[\\/]/).at(-2));
  expect(folders.sort()).toEqual([...taskIds].sort());
});

test('every model of the catalogue is for a task by one of these names', () => {
  const entries = globSync('models/*/{model,hub}.json', { cwd: root });
  const named = entries.map((path) => (JSON.parse(readFileSync(at(path), 'utf8')) as { task: string }).task);
  expect([...taskIds, ...otherTasks]).toEqual(expect.arrayContaining(named));
  expect(named).toEqual(expect.arrayContaining(otherTasks));
});

describe.each(taskIds)('the task %s', (id) => {
  const task = taskOf(id);

  test('has its view, and a bundled model that is made for it, if it names one', () => {
    expect(existsSync(at(`src/ui/run/${task.view}/View.svelte`))).toBe(true);
    if (task.demoModel === null) return;
    const model: unknown = JSON.parse(readFileSync(at(`models/${task.demoModel}/model.json`), 'utf8'));
    expect(model).toMatchObject({ task: id });
  });

  test('has words in every language', async () => {
    const languages = globSync('src/words/*/tasks.ts', { cwd: root });
    expect(languages.length).toBeGreaterThan(0);
    for (const path of languages) {
      const words = (await import(at(path).href)) as { tasks: Record<string, unknown> };
      expect(Object.keys(words.tasks)).toContain(id);
    }
  });

  test('has code with at least one role, each recognised without throwing', async () => {
    const { roles } = await task.code();
    expect(Object.keys(roles)).not.toEqual([]);
    for (const role of Object.values(roles)) expect(role.matches({ inputs: [], outputs: [] })).toBe(false);
  });
});
