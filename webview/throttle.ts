/** A call of `run` now, and from then on at most one every `ms`, the last of them never lost. */
export function throttle(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const start = () => {
    again = false;
    run();
    timer = setTimeout(() => {
      timer = undefined;
      if (again) start();
    }, ms);
  };
  return () => {
    if (timer === undefined) start();
    else again = true;
  };
}

/** `run` once nobody has called for `ms`. */
export function debounce(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
}
