import { expect, test } from 'vitest';
import { PALETTE, ServiceColours } from '../../../webview/colours.ts';

test('a service has the same colour in every view, whatever came before it', () => {
  expect(new ServiceColours().of('payments')).toBe(new ServiceColours().of('payments'));
  const colours = new ServiceColours();
  const first = colours.of('payments');
  for (const name of ['orders', 'gateway', 'mailer']) colours.of(name);
  expect(colours.of('payments')).toBe(first);
});

test('no two services share a colour while there is another', () => {
  const colours = new ServiceColours();
  const given = new Set(PALETTE.map((_, i) => colours.of(`service-${i}`)));
  expect(given.size).toBe(PALETTE.length);
});

test('more services than colours still get one each', () => {
  const colours = new ServiceColours();
  const given = Array.from({ length: 50 }, (_, i) => colours.of(`service-${i}`));
  for (const colour of given) expect(colour).toMatch(/^var\(--vscode-[\w-]+\)$/);
});

test('the colours of an earlier life come back, collisions included', () => {
  const before = new ServiceColours();
  const names = Array.from({ length: 6 }, (_, i) => `service-${i}`);
  const given = names.map((name) => before.of(name));
  const after = new ServiceColours(before.names());
  expect(names.toReversed().map((name) => after.of(name))).toEqual(given.toReversed());
});
