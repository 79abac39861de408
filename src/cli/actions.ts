import { offersAt } from '../assists/offers.ts';
import { parseCommand } from './arguments.ts';
import { CliError, type Command } from './command.ts';

import { openPlace, readPlace } from './place.ts';

const usage = 'FILE --at LINE:COL[-LINE:COL] [--json]';

/** Lists the code actions that are offered at a place. */
export const actions: Command = {
  name: 'actions',
  usage,
  summary: 'List the code actions that are offered at a place in a file.',
  run: async (argv) => {
    const { values, positionals } = parseCommand(argv, `actions ${usage}`, {
      at: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [file] = positionals;
    if (!file || positionals.length > 1 || !values.at)
      throw new CliError(`Usage: spanline actions ${usage}.`);
    const place = await readPlace(file, values.at);
    const document = await openPlace(place);
    const offers = await offersAt(document.at(place.selection), (id, error) => {
      process.stderr.write(`${id} failed: ${error instanceof Error ? error.message : String(error)}\n`);
    });
    document.delete();
    const actions = offers.map(({ id, title }) => ({ id, title }));
    process.stdout.write(
      values.json
        ? `${JSON.stringify(actions)}\n`
        : actions.map(({ id, title }) => `${id}\t${title}\n`).join(''),
    );
    return 0;
  },
};
