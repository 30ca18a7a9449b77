import { deleteDB, openDB, type DBSchema } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { RecordDatabase, type Migration } from './database.ts';

interface SchemaV1 extends DBSchema {
  notes: { key: string; value: { id: string; text: string } };
}
interface SchemaV2 extends DBSchema {
  notes: { key: string; value: { id: string; text: string; tags: string[] }; indexes: { tags: string } };
}

const name = 'assay-test';
const createNotes: Migration<SchemaV2> = (database) => void database.createObjectStore('notes', { keyPath: 'id' });
const addTags: Migration<SchemaV2> = async (_, transaction) => {
  const notes = transaction.objectStore('notes');
  notes.createIndex('tags', 'tags', { multiEntry: true });
  for (const note of await notes.getAll()) await notes.put({ ...note, tags: [] });
};

afterEach(() => deleteDB(name));

test('a database migrates the records of an older version when it is opened', async () => {
  const old = await openDB<SchemaV1>(name, 1, {
    upgrade: (database) => void database.createObjectStore('notes', { keyPath: 'id' }),
  });
  await old.put('notes', { id: 'a', text: 'kept' });
  old.close();

  const database = await new RecordDatabase<SchemaV2>(name, [createNotes, addTags]).open();
  expect(await database.getAll('notes')).toEqual([{ id: 'a', text: 'kept', tags: [] }]);
  expect([database.version, [...database.transaction('notes').store.indexNames]]).toEqual([2, ['tags']]);
  database.close();
});

test('a new database has the result of every migration', async () => {
  const database = await new RecordDatabase<SchemaV2>(name, [createNotes, addTags]).open();
  await database.put('notes', { id: 'a', text: '', tags: ['x'] });
  expect(await database.getAllKeysFromIndex('notes', 'tags', 'x')).toEqual(['a']);
  database.close();
});

test('a connection closes for a newer version, after which the older version cannot be opened', async () => {
  const older = new RecordDatabase<SchemaV2>(name, [createNotes]);
  await older.open();
  const newer = await new RecordDatabase<SchemaV2>(name, [createNotes, addTags]).open();
  await expect(older.open()).rejects.toMatchObject({ name: 'VersionError' });
  newer.close();
});

test('a failed migration keeps the old version, and the next call retries', async () => {
  const old = await new RecordDatabase<SchemaV2>(name, [createNotes]).open();
  await old.put('notes', { id: 'a', text: '', tags: [] });
  old.close();
  let calls = 0;
  const database = new RecordDatabase<SchemaV2>(name, [
    createNotes,
    async (...upgrade) => {
      await addTags(...upgrade);
      if (++calls === 1) throw new Error('stopped');
    },
  ]);
  await expect(database.open()).rejects.toThrow('stopped');
  const opened = await database.open();
  expect(await opened.getAll('notes')).toEqual([{ id: 'a', text: '', tags: [] }]);
  expect(calls).toBe(2);
  opened.close();
});
