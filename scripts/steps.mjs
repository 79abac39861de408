// Says what a script is doing, so that a long step never looks like a hang.

/**
 * Runs `work` under a title and returns its result. A terminal sees the seconds count up; a log gets a line at the
 * start, one every ten seconds, and the time at the end. `work` may call the `detail` it is given to say more.
 */
export async function step(title, work) {
  const started = Date.now();
  const live = process.stdout.isTTY;
  let detail = '';
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const show = () => {
    const line = `· ${title}${detail && ` (${detail})`} … ${seconds()}`;
    process.stdout.write(live ? `\r\x1b[K${line}` : `${line}\n`);
  };
  const timer = setInterval(show, live ? 500 : 10_000);
  if (live) show();
  else console.log(`· ${title} …`);
  const end = (mark) => {
    clearInterval(timer);
    console.log(`${live ? '\r\x1b[K' : ''}${mark} ${title} (${seconds()})`);
  };
  try {
    const result = await work((text) => (detail = text));
    end('✓');
    return result;
  } catch (error) {
    end('✗');
    throw error;
  }
}

/** Ends the script with one sentence instead of a stack trace; `SPANLINE_DEBUG` shows the stack as well. */
export function fail(error) {
  console.error(
    process.env.SPANLINE_DEBUG ? error : `\n${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
