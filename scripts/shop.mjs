// The demo shop outside the checkout: a copy that may be edited, and its run.
import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { start } from './processes.mjs';
import { root } from './workbench.mjs';

const original = path.join(root, 'demo/shop');

/** Puts a fresh copy of the shop into a folder below the checkout, whose node_modules it finds from there. */
export function copyShop(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(original, folder, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  // npm leaves beside the shop what it could not hoist.
  const own = path.join(original, 'node_modules');
  if (existsSync(own)) symlinkSync(own, path.join(folder, 'node_modules'), 'junction');
}

/** Starts the shop with these variables on top of the environment; resolves when all its services listen. */
export async function startShop(folder, variables, log) {
  const handle = start(process.execPath, ['shop.js'], { cwd: folder, env: { ...process.env, ...variables } });
  let output = '';
  await new Promise((resolve, reject) => {
    const failed = (why) => reject(new Error(`The shop did not start: ${why}.\n${output.trim()}`));
    for (const stream of [handle.child.stdout, handle.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        log(text);
        output += text;
        if (output.match(/listens on port/g)?.length === 4) resolve();
        if (/Failed running/.test(output)) failed('a service ended');
      });
    }
    void handle.exited.then((code) => failed(`it ended with ${code}`));
  });
}
