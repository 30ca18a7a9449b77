import { inject } from 'vitest';

/** Fetches a file of the folder in `ASSAY_TEST_DATA`. */
export async function fetchTestFile(path: string): Promise<Blob> {
  return (await fetch(`/@fs${inject('testData')}/${path}`)).blob();
}

/** A trained language model with 260,000 parameters. */
export const fetchStoriesModel = () => fetchTestFile('gguf/stories260K.gguf');

/** The story that llama2.c's tests expect of this model: 200 tokens at temperature 0 from an empty prompt. */
export async function readExpectedStory(): Promise<string> {
  const source = await (await fetchTestFile('peer/stories260K/llama2c_test_all.py.txt')).text();
  const literal = /^expected_stdout = b'(.*)'$/m.exec(source)?.[1];
  if (!literal) throw new Error('the test of llama2.c no longer states its expected text');
  return literal.replaceAll('\\n', '\n').replaceAll("\\'", "'");
}
