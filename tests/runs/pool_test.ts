import { assertEquals } from "@std/assert";
import { createPool } from "../../src/runs/pool.ts";

/** A task that notes its start and ends when it is told to. */
function task(log: string[], name: string, cost: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = (lane: string) => {
    log.push(`${name} on ${lane}`);
    return promise;
  };
  return { cost: () => cost, run, end: resolve };
}

/** Lets everything happen that is due. */
const turn = () => new Promise((done) => setTimeout(done, 5));

async function inOrder(costs: Record<string, number>): Promise<string[]> {
  const log: string[] = [];
  const pool = createPool(["a"]);
  const tasks = Object.entries(costs).map(([name, cost]) =>
    task(log, name, cost)
  );
  tasks.forEach(({ end }) => end());
  tasks.forEach(pool.submit);
  for (let i = 0; i <= tasks.length; i++) await turn();
  return log;
}

Deno.test("the longest task starts first, whatever the order of asking", async () => {
  assertEquals(await inOrder({ short: 1, long: 9, middle: 5 }), [
    "long on a",
    "middle on a",
    "short on a",
  ]);
});

Deno.test("equal tasks start in the order of asking", async () => {
  assertEquals(await inOrder({ x: 1, y: 1, z: 1 }), [
    "x on a",
    "y on a",
    "z on a",
  ]);
});

Deno.test("every lane works, one task at a time", async () => {
  const log: string[] = [];
  const pool = createPool(["a", "b"]);
  const tasks = [4, 3, 2, 1].map((cost) => task(log, `${cost}`, cost));
  tasks.forEach(pool.submit);
  await turn();
  assertEquals(log, ["4 on a", "3 on b"]);
  tasks[1].end();
  await turn();
  assertEquals(log.slice(2), ["2 on b"]);
  tasks[0].end();
  await turn();
  assertEquals(log.slice(3), ["1 on a"]);
});

Deno.test("a stopped pool starts nothing more", async () => {
  const log: string[] = [];
  const pool = createPool(["a"]);
  const tasks = [5, 4, 3].map((cost) => task(log, `${cost}`, cost));
  tasks.slice(0, 2).forEach(pool.submit);
  await turn();
  pool.stop();
  pool.submit(tasks[2]);
  tasks.forEach(({ end }) => end());
  await turn();
  assertEquals(log, ["5 on a"]);
});
