/** A divider that resizes what it stands beside, by pointer and by keys, as WAI-ARIA's window splitter. */

const STEP = 16;

export interface Split {
  readonly label: string;
  /** 'vertical': a line from top to bottom, moved left and right. It may change with the layout. */
  readonly orientation: () => 'vertical' | 'horizontal';
  readonly size: () => number;
  /** The least and the most px that there is room for now. */
  readonly limits: () => readonly [least: number, most: number];
  readonly initial: () => number;
  /** The resized part lies after the line (the detail) rather than before it. */
  readonly after?: true;
  readonly resize: (size: number) => void;
}

/** Makes `element` the splitter; the function it returns brings the ARIA values up to date after a layout. */
export function splitter(element: HTMLElement, split: Split): () => void {
  const sign = split.after ? -1 : 1;
  const update = () => {
    const [least, most] = split.limits();
    element.ariaOrientation = split.orientation();
    element.ariaValueMin = String(Math.round(least));
    element.ariaValueMax = String(Math.round(most));
    element.ariaValueNow = String(Math.round(split.size()));
  };
  const set = (size: number) => {
    const [least, most] = split.limits();
    split.resize(Math.round(Math.max(least, Math.min(most, size))));
    update();
  };
  element.role = 'separator';
  element.tabIndex = 0;
  element.ariaLabel = split.label;
  element.title = `${split.label} (double-click resets)`;

  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const at = (event: PointerEvent) => (split.orientation() === 'vertical' ? event.clientX : event.clientY);
    const from = at(down);
    const size = split.size();
    const move = (event: PointerEvent) => {
      set(size + sign * (at(event) - from));
    };
    element.setPointerCapture(down.pointerId);
    element.addEventListener('pointermove', move);
    element.addEventListener(
      'lostpointercapture',
      () => {
        element.removeEventListener('pointermove', move);
      },
      { once: true },
    );
  });
  element.addEventListener('dblclick', () => {
    set(split.initial());
  });
  element.addEventListener('keydown', (event) => {
    const [less, more] =
      split.orientation() === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const [least, most] = split.limits();
    if (event.key === less) set(split.size() - sign * STEP);
    else if (event.key === more) set(split.size() + sign * STEP);
    else if (event.key === 'Home') set(least);
    else if (event.key === 'End') set(most);
    else return;
    event.preventDefault();
  });
  return update;
}
