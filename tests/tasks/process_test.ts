/** Tasks as processes: exit codes, Ctrl-C, readers that go away, devices that are full. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/runs/usage_error.ts";
import { type Main, runStreams, type Stream } from "../../tasks/_task.ts";
import { withCopy } from "../_copy.ts";
import { root } from "../_sources.ts";
import { interrupt, startTask } from "./_process.ts";
import { emptyReadme, trialFigure } from "./_trial.ts";

Deno.test("a task with a bad flag prints one line to stderr and exits with 2", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "figures", "--profile", "0"],
    cwd: root,
  }).output();
  assertEquals(
    [code, ...[stdout, stderr].map((bytes) => new TextDecoder().decode(bytes))],
    [2, "", '--profile is "0": give one of paper, smoke, full\n'],
  );
});

/** A small figure in a copy of the repository, changed. */
function figureInCopy(id: string, change: (text: string) => string): string {
  const text = trialFigure(id, 1000).replaceAll("../../../../src", "../../src");
  return change(text);
}

/** The figure with a statement where its rows begin. */
const inRows = (statement: string) => (text: string) =>
  text.replace("const results =", `${statement}\nconst results =`);

const endless = 'console.error("computing"); for (;;);';
const interrupted = "interrupted: what was finished and written is kept\n";

Deno.test("Ctrl-C ends a figure that computes without end, in its rows or where it is imported", async () => {
  const changes = [inRows(endless), (text: string) => endless + text];
  await withCopy(async ({ folder, write }) => {
    await write("README.md", emptyReadme);
    await Deno.mkdir(`${folder}/snapshots`);
    for (const change of changes) {
      const figure = "figures/endless/figure.ts";
      await write(figure, figureInCopy("endless", change));
      const { code, out, err } = await interrupt(
        "figures",
        ["endless"],
        folder,
      );
      assertEquals([code, out, err], [130, "", `computing\n${interrupted}`]);
      await Deno.remove(`${folder}/${figure}`);
    }
  });
});

Deno.test("Ctrl-C ends a benchmark", async () => {
  const { code, out, err } = await interrupt("bench", []);
  assertEquals([code, out], [130, ""]);
  assertEquals(err.endsWith(`\n${interrupted}`), true, err);
});

Deno.test("a figure that ends the command's thread has not made a success of it", async () => {
  await withCopy(async ({ folder, write }) => {
    await write("README.md", emptyReadme);
    await Deno.mkdir(`${folder}/snapshots`);
    await write(
      "figures/leaving/figure.ts",
      figureInCopy("leaving", inRows("Deno.exit(0);")),
    );
    const { code, stderr } = await startTask("figures", ["leaving"], folder)
      .output();
    assertEquals([code, new TextDecoder().decode(stderr)], [
      1,
      "a scheme, a figure or a library ended the command's thread\n",
    ]);
  });
});

Deno.test("a reader that goes away costs nothing: the work is finished, its exit code stands", async () => {
  await withCopy(async ({ folder, write }) => {
    await write("figures/trial/figure.ts", figureInCopy("trial", (t) => t));
    for (const gone of ["stdout", "stderr"] as const) {
      await Deno.writeTextFile(`${folder}/README.md`, emptyReadme);
      const process = startTask("figures", ["trial"], folder);
      const read = gone === "stdout" ? process.stderr : process.stdout;
      const [{ code }, text] = await Promise.all([
        process.status,
        new Response(read).text(),
        process[gone].cancel(),
      ]);
      assertEquals(code, 0, text);
      assertMatch(
        text,
        gone === "stdout"
          ? /^training .*\ntrained 3 of 3 runs in \d s\n$/
          : /^trial: 3 rows, .*\nREADME\.md: brought [^\n]*\n$/,
      );
      assertStringIncludes(
        await Deno.readTextFile(`${folder}/README.md`),
        "figures/trial/trial.svg",
      );
      await Deno.remove(`${folder}/.pleat`, { recursive: true });
    }
  });
});

/** A stream that keeps what it takes, a few bytes a call, and throws what `refuse` returns. */
function streamWhich(refuse: (call: number) => Error | null = () => null) {
  const taken: number[] = [];
  let calls = 0;
  const stream: Stream = {
    writeSync(bytes) {
      const error = refuse(calls++);
      if (error !== null) throw error;
      taken.push(...bytes.subarray(0, 7));
      return Math.min(bytes.length, 7);
    },
  };
  const text = () => new TextDecoder().decode(new Uint8Array(taken));
  return { stream, text, calls: () => calls };
}

type Recorder = ReturnType<typeof streamWhich>;

function runOn(main: Main, stdout: Recorder, stderr: Recorder) {
  const { signal } = new AbortController();
  const streams = { stdout: stdout.stream, stderr: stderr.stream };
  return runStreams(main, [], streams, { signal, terminal: false });
}

/** A command that says something to both sides and returns 0. */
const talk: Main = (_args, terminal) => {
  terminal.print("first result");
  terminal.remark("a remark");
  terminal.progress.write("progress…");
  terminal.print("second result");
  return Promise.resolve(0);
};

Deno.test("results go to stdout and remarks to stderr, whole", async () => {
  const stdout = streamWhich(), stderr = streamWhich();
  assertEquals(await runOn(talk, stdout, stderr), 0);
  assertEquals(
    [stdout.text(), stderr.text()],
    ["first result\nsecond result\n", "a remark\nprogress…"],
  );
});

Deno.test("a full stdout is one line on stderr and no success", async () => {
  const full = () =>
    streamWhich(() => new Error("No space left on device (os error 28)"));
  const line =
    "cannot write the results to stdout (No space left on device (os error 28)): give it a place with space left\n";
  const stdout = full(), stderr = streamWhich();
  assertEquals(await runOn(talk, stdout, stderr), 2);
  assertEquals(stderr.text(), `a remark\nprogress…${line}`);
  assertEquals(stdout.calls(), 1);
  // A command that found differences says so none the less.
  const differs: Main = async (...given) => 1 + await talk(...given);
  assertEquals(await runOn(differs, full(), streamWhich()), 1);
  assertEquals(await runOn(talk, full(), full()), 2);
});

Deno.test("a stderr that takes nothing changes no exit code", async () => {
  const error = new Deno.errors.BrokenPipe("Broken pipe (os error 32)");
  const closed = () => streamWhich(() => error);
  const stdout = streamWhich();
  assertEquals(await runOn(talk, stdout, closed()), 0);
  assertEquals(stdout.text(), "first result\nsecond result\n");
  const refuses: Main = () => Promise.reject(new UsageError("a bad flag"));
  assertEquals(await runOn(refuses, closed(), closed()), 2);
});

Deno.test("a pipe that does not wait for its reader loses nothing", async () => {
  const stdout = streamWhich((call) =>
    call % 3 === 1 ? new Deno.errors.WouldBlock("try again") : null
  );
  assertEquals(await runOn(talk, stdout, streamWhich()), 0);
  assertEquals(stdout.text(), "first result\nsecond result\n");
});
