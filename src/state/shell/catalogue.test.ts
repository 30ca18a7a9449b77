import { expect, test } from 'vitest';
import { engines } from '#core/engine/engines.ts';
import { bundledModels } from './bundled-models.ts';
import { hubCatalogue } from './hub-catalogue.ts';

test.each([...bundledModels, ...hubCatalogue].map((model) => [model.id, model] as const))(
  'the catalogue entry of %s names an engine, a licence and a task',
  (_, { engine, licence, task, name }) => {
    expect(Object.keys(engines)).toContain(engine);
    expect([licence, task, name].filter((text) => !text)).toEqual([]);
  },
);
