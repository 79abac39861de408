import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

// Node runs no decorators.
const at = (name) => new URL(name, import.meta.url);
const { outputText } = ts.transpileModule(readFileSync(at('cats.js'), 'utf8'), {
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    experimentalDecorators: true,
  },
});
writeFileSync(at('cats.mjs'), outputText);
const { CatsModule } = await import(at('cats.mjs').href);

const app = await NestFactory.create(CatsModule, { logger: false });
await app.listen(process.env.PORT, '127.0.0.1');
const base = `http://127.0.0.1:${process.env.PORT}`;

async function cat(id) {
  // do: http.client @ fetch(
  const response = await fetch(`${base}/cats/${id}`);
  return [response.status, await response.text()];
}

for (const id of [1, 2, 3]) console.log(...(await cat(id)));
await app.close();
