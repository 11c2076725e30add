/** Tasks as processes of their own, without `deno task` between, so that ending one ends all. */
import { root } from "../_sources.ts";

const { tasks } = JSON.parse(
  await Deno.readTextFile(new URL("deno.json", root)),
);

/** Starts a task as `deno task` does, in a folder with the sources. */
export function startTask(
  name: string,
  args: readonly string[],
  cwd: string | URL = root,
): Deno.ChildProcess {
  const [, ...command] = tasks[name].command.split(" ");
  return new Deno.Command(Deno.execPath(), {
    args: [...command, ...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/**
 * Presses Ctrl-C at a task's first line on stderr; returns what it printed. A task that has not
 * ended after 20 s is killed, and has no exit code of its own.
 */
export async function interrupt(
  name: string,
  args: readonly string[],
  cwd?: string,
): Promise<{ code: number; out: string; err: string }> {
  const process = startTask(name, args, cwd);
  let err = "", late: ReturnType<typeof setTimeout> | undefined;
  const decoder = new TextDecoder();
  const [out, { code }] = await Promise.all([
    new Response(process.stdout).text(),
    process.status.finally(() => clearTimeout(late)),
    (async () => {
      for await (const part of process.stderr) {
        err += decoder.decode(part, { stream: true });
        if (late !== undefined || !err.includes("\n")) continue;
        late = setTimeout(() => process.kill("SIGKILL"), 20_000);
        // Twice, as a terminal and `deno task` do.
        process.kill("SIGINT");
        process.kill("SIGINT");
      }
    })(),
  ]);
  return { code, out, err };
}
