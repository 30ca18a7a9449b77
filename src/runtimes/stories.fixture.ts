import { inject } from 'vitest';

/** Opens a file of the folder in `ASSAY_TEST_DATA`. */
export async function testFile(path: string): Promise<Blob> {
  return (await fetch(`/@fs${inject('testData')}/${path}`)).blob();
}

/** A real language model of a quarter of a million parameters. */
export const storiesGguf = () => testFile('gguf/stories260K.gguf');

/** The output of the stories model according to llama2.c's own tests: 200 tokens at temperature 0 from an empty prompt. */
export async function readExpectedStory(): Promise<string> {
  const source = await (await testFile('peer/stories260K/llama2c_test_all.py.txt')).text();
  const literal = /^expected_stdout = b'(.*)'$/m.exec(source)?.[1];
  if (!literal) throw new Error('the test of llama2.c no longer states its expected text');
  return literal.replaceAll('\\n', '\n').replaceAll("\\'", "'");
}
