import { expect, it } from 'vitest';
import { GroupCommit } from '../../../src/store/groupCommit.ts';

/** How many batches each commit got, and how many turns of others had been before it. */
function counting() {
  const groups: number[] = [];
  const turnsBefore: number[] = [];
  let turns = 0;
  const group = new GroupCommit<{ readonly items: number }>((batches) => {
    groups.push(batches.length);
    turnsBefore.push(turns);
    setImmediate(() => turns++);
  });
  return { groups, turnsBefore, group };
}

it('commits together what comes together', async () => {
  const { groups, group } = counting();
  await Promise.all(Array.from({ length: 30 }, () => group.add({ items: 500 })));
  expect(groups).toEqual([30]);
});

it('cuts what is very much, so that others have their turn in between', async () => {
  const { groups, turnsBefore, group } = counting();
  await Promise.all(Array.from({ length: 30 }, () => group.add({ items: 10_000 })));
  expect(turnsBefore).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(groups).toEqual([4, 4, 4, 4, 4, 4, 4, 2]);
});

it('commits all that waits when it is told to', async () => {
  const { groups, group } = counting();
  const all = Promise.all(Array.from({ length: 5 }, () => group.add({ items: 40_000 })));
  group.flush();
  expect(groups).toEqual([1, 1, 1, 1, 1]);
  await all;
});

it('tells those whose commit failed, and nobody else', async () => {
  let commits = 0;
  const group = new GroupCommit<{ readonly items: number }>(() => {
    if (++commits === 1) throw new Error('the disk is full');
  });
  const first = group.add({ items: 40_000 });
  const second = group.add({ items: 1 });
  await expect(first).rejects.toThrow('the disk is full');
  await expect(second).resolves.toBeUndefined();
});
