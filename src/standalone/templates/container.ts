import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';
import { python, writePythonFiles } from './python.ts';

const port = 8000;

/** A container with a server that implements health and inference of the Open Inference Protocol. */
export const container: StandaloneTemplate = {
  supports: python.supports,
  getModelFolder: () => 'model',
  write(model) {
    const { threads } = model.configuration;
    return {
      ...writePythonFiles(model),
      'serve.py': joinLines(
        'import json',
        'from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer',
        '',
        'from infer import infer',
        '',
        `NAME = ${JSON.stringify(model.name)}`,
        'MAX_BYTES = 64 * 1024 * 1024',
        '',
        '',
        'class Handler(BaseHTTPRequestHandler):',
        '    def answer(self, status, body):',
        '        content = json.dumps(body).encode()',
        '        self.send_response(status)',
        '        self.send_header("content-type", "application/json")',
        '        self.send_header("content-length", str(len(content)))',
        '        self.end_headers()',
        '        self.wfile.write(content)',
        '',
        '    def do_GET(self):',
        '        if self.path in ("/v2/health/live", "/v2/health/ready", f"/v2/models/{NAME}/ready"):',
        '            return self.answer(200, {})',
        '        self.answer(404, {"error": "not found"})',
        '',
        '    def do_POST(self):',
        '        length = int(self.headers.get("content-length", 0))',
        '        if self.path != f"/v2/models/{NAME}/infer":',
        '            return self.answer(404, {"error": "not found"})',
        '        if length > MAX_BYTES:',
        '            return self.answer(413, {"error": "request too large"})',
        '        try:',
        '            result = infer(json.loads(self.rfile.read(length)))',
        '        except Exception as error:',
        '            return self.answer(400, {"error": str(error)})',
        '        self.answer(200, {"model_name": NAME, **result})',
        '',
        '',
        'if __name__ == "__main__":',
        `    ThreadingHTTPServer(("", ${port}), Handler).serve_forever()`,
      ),
      Dockerfile: joinLines(
        'FROM python:3.12-slim',
        'WORKDIR /app',
        'COPY requirements.txt ./',
        'RUN pip install --no-cache-dir -r requirements.txt',
        'COPY infer.py serve.py ./',
        'COPY model ./model',
        'RUN useradd --system --no-create-home server',
        'USER server',
        `EXPOSE ${port}`,
        `HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:${port}/v2/health/ready')"]`,
        'CMD ["python", "serve.py"]',
      ),
      'compose.yaml': joinLines(
        'services:',
        `  ${model.name}:`,
        '    build: .',
        '    ports:',
        `      - "127.0.0.1:${port}:${port}"`,
        '    read_only: true',
        '    restart: unless-stopped',
        threads === null ? [] : [`    cpus: "${threads}"`],
      ),
    };
  },
};
