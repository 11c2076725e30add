import { assertEquals } from "@std/assert";
import { createProgress, duration } from "../../src/runs/progress.ts";

function recorder(terminal: boolean) {
  let time = 0;
  const written: string[] = [];
  const progress = createProgress({
    write: (text) => written.push(text),
    terminal,
    now: () => time,
  });
  const update = (at: number, done: number) => {
    time = at;
    const units = { unitsDone: 10 * done, unitsTotal: 80 };
    progress.update({ done, total: 8, ...units });
  };
  return { progress, written, update };
}

Deno.test("a terminal gets one line that updates itself", () => {
  const { progress, written, update } = recorder(true);
  update(1000, 0);
  update(1050, 0);
  update(3000, 2);
  progress.finish();
  assertEquals(written, [
    "\r\x1b[Ktraining 0/8 runs, 0 s elapsed",
    "\r\x1b[Ktraining 2/8 runs, 2 s elapsed, about 6 s left",
    "\r\x1b[Ktrained 2 of 8 runs in 2 s\n",
  ]);
});

Deno.test("a file gets a plain line every ten seconds at most, and one at the end", () => {
  const { progress, written, update } = recorder(false);
  update(0, 0);
  update(9_999, 1);
  update(10_000, 2);
  update(12_000, 8);
  progress.finish();
  assertEquals(written, [
    "training 0/8 runs, 0 s elapsed\n",
    "training 2/8 runs, 10 s elapsed, about 30 s left\n",
    "trained 8 of 8 runs in 12 s\n",
  ]);
});

Deno.test("nothing trained, nothing said", () => {
  const { progress, written } = recorder(false);
  progress.finish();
  assertEquals(written, []);
});

Deno.test("durations read like a clock", () => {
  assertEquals(duration(400), "0 s");
  assertEquals(duration(59_400), "59 s");
  assertEquals(duration(59_600), "1 min 00 s");
  assertEquals(duration(185_000), "3 min 05 s");
  assertEquals(duration(7_620_000), "2 h 07 min");
});
