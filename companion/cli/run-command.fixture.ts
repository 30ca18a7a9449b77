import { main } from './main.ts';

/**
 * Runs a command that needs no browser, in this process.
 * @returns its exit code and the lines that it wrote
 */
export async function runCommand(args: readonly string[], signal = new AbortController().signal) {
  const printed: string[] = [];
  const logged: string[] = [];
  const code = await main([...args], {
    print: (text) => printed.push(text),
    log: (line) => logged.push(line),
    signal,
    buildApp: () => Promise.reject(new Error('the command requested the app')),
    revision: () => 'abc1234',
  });
  return { code, printed: printed.join('\n'), logged: logged.join('\n') };
}
