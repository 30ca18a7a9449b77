import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';

/** A container with llama.cpp's server, which has OpenAI's API. */
export const llamaServer: StandaloneTemplate = {
  supports: ({ format }) => format === 'gguf',
  getModelFolder: () => 'model',
  write({ name, files: [entry], configuration: { threads, settings } }) {
    const { contextLength, gpuLayers } = settings;
    const options = [
      ['--model', `/model/${entry}`],
      ['--host', '0.0.0.0'],
      ['--port', '8080'],
      ...(threads === null ? [] : [['--threads', String(threads)]]),
      ...(contextLength === undefined ? [] : [['--ctx-size', String(contextLength)]]),
      ...(gpuLayers === undefined ? [] : [['--n-gpu-layers', String(gpuLayers)]]),
    ];
    return {
      'compose.yaml': joinLines(
        'services:',
        `  ${name}:`,
        `    image: ghcr.io/ggml-org/llama.cpp:${gpuLayers === undefined ? 'server' : 'server-cuda'}`,
        '    command:',
        options.flat().map((option) => `      - ${JSON.stringify(option)}`),
        '    volumes:',
        '      - ./model:/model:ro',
        '    ports:',
        '      - "127.0.0.1:8080:8080"',
        '    restart: unless-stopped',
      ),
    };
  },
};
