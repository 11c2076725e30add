/**
 * A task as a process: `_process.ts figures …` runs the command of `figures.ts` in a thread of its
 * own, and this one, which is never busy, hears Ctrl-C. A thread that computes can neither hear a
 * signal nor be ended from outside; the end of the process ends it wherever it is. Nothing else is
 * loaded here, so that the second thread costs milliseconds.
 *
 * @module
 */

/** Milliseconds that a command has to end by itself and say what is kept. */
const GRACE = 500;

/**
 * Starts a command in its thread and ends the process with its exit code; with 130 after Ctrl-C.
 *
 * @param module the command's file, which calls `runProcess`
 */
export function startProcess(module: string, args: readonly string[]): void {
  const thread = new Worker(module, { type: "module" });
  thread.onmessage = ({ data }: MessageEvent<"ready" | number>) => {
    if (data === "ready") thread.postMessage(args);
    else Deno.exit(data);
  };
  // Deno has printed the error.
  thread.onerror = (event) => {
    event.preventDefault();
    Deno.exit(1);
  };
  // There is nothing left to wait for, and there was no exit code.
  globalThis.addEventListener("beforeunload", (event) => {
    event.preventDefault();
    end("a scheme, a figure or a library ended the command's thread", 1);
  });
  let stopping = false;
  // SIGTERM and SIGHUP need no listener to end the process at once.
  Deno.addSignalListener("SIGINT", () => {
    // One Ctrl-C comes up to three times: from the terminal, from npx and from `deno task`.
    if (stopping) return;
    stopping = true;
    thread.postMessage("stop");
    setTimeout(
      () => end("interrupted: what was finished and written is kept", 130),
      GRACE,
    );
  });
}

/** Says a line, for a moment only if nobody reads it, and ends the process. */
async function end(line: string, code: number): Promise<never> {
  await Promise.race([
    Deno.stderr.write(new TextEncoder().encode(`${line}\n`)).catch(() => {}),
    new Promise((done) => setTimeout(done, 100)),
  ]);
  Deno.exit(code);
}

if (import.meta.main) {
  const [task, ...args] = Deno.args;
  startProcess(new URL(`${task}.ts`, import.meta.url).href, args);
}
