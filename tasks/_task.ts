/**
 * How a command meets the terminal: results to stdout, remarks to stderr, one line and exit code 2
 * for bad input, 130 after Ctrl-C. Commands are functions of their arguments and a {@link
 * Terminal}, so that tests call them in process.
 *
 * @module
 */
import { UsageError } from "../src/runs/usage_error.ts";
import { Interrupted } from "../src/runs/runner.ts";

/** Where a command prints, and how it learns that it shall stop. */
export interface Terminal {
  /** One line of results. */
  print(line: string): void;
  /** One line of progress or remarks. */
  remark(line: string): void;
  /** Where a progress line goes, and whether the next one can overwrite it. */
  readonly progress: {
    readonly write: (text: string) => void;
    readonly terminal: boolean;
  };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command: does its work and returns its exit code. */
export type Main = (
  args: readonly string[],
  terminal: Terminal,
) => Promise<number>;

/**
 * Runs a command and returns its exit code: 2 after a {@link UsageError}, 130 after Ctrl-C, 1 after
 * any other error.
 */
export async function runMain(
  main: Main,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    return await main(args, terminal);
  } catch (error) {
    const { message, stack } = error instanceof Error
      ? error
      : new Error(String(error));
    const known = error instanceof UsageError || error instanceof Interrupted;
    terminal.remark(known ? message : stack ?? message);
    return error instanceof UsageError
      ? 2
      : error instanceof Interrupted
      ? 130
      : 1;
  }
}

/** Runs a command as the process: real output, Ctrl-C, exit code. */
export async function runProcess(main: Main): Promise<never> {
  const controller = new AbortController();
  const encoder = new TextEncoder();
  const write = (stream: typeof Deno.stdout, text: string): void => {
    const bytes = encoder.encode(text);
    for (let sent = 0; sent < bytes.length;) {
      sent += stream.writeSync(bytes.subarray(sent));
    }
  };
  Deno.addSignalListener("SIGINT", () => controller.abort());
  Deno.exit(
    await runMain(main, Deno.args, {
      print: (line) => write(Deno.stdout, `${line}\n`),
      remark: (line) => write(Deno.stderr, `${line}\n`),
      progress: {
        write: (text) => write(Deno.stderr, text),
        terminal: Deno.stderr.isTerminal(),
      },
      signal: controller.signal,
    }),
  );
}
