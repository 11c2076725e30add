/**
 * How a command meets the terminal: results to stdout, remarks to stderr, one line and exit code 2
 * for bad input, 130 after Ctrl-C. Commands are functions of their arguments and a {@link
 * Terminal}, so that tests call them in process.
 *
 * @module
 */
import { systemReason } from "../src/runs/files.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import { Interrupted } from "../src/runs/runner.ts";
import { startProcess } from "./_process.ts";

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
 * Runs a command and returns its exit code: 2 after a {@link UsageError} or where the system
 * refused to read or write, 130 after Ctrl-C, 1 after any other error.
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
    if (error instanceof Interrupted) {
      terminal.remark(message);
      return 130;
    }
    const reason = systemReason(error);
    const bad = error instanceof UsageError
      ? message
      : reason && `the system refused (${reason}): put right what stands there`;
    terminal.remark(bad ?? stack ?? message);
    return bad === null ? 1 : 2;
  }
}

/** Where text goes, of which a call may take a part: stdout or stderr. */
export interface Stream {
  /** Bytes taken. */
  writeSync(bytes: Uint8Array): number;
}

/** A stream that never throws: what it does not take any more is dropped. */
interface Outlet {
  write(text: string): void;
  /** Why it stopped taking, if not because the reader went away, which is the reader's right. */
  failure(): string | null;
}

function outlet(stream: Stream): Outlet {
  const encoder = new TextEncoder();
  let open = true, failure: string | null = null;
  return {
    write(text) {
      const bytes = encoder.encode(text);
      for (let sent = 0; open && sent < bytes.length;) {
        try {
          sent += stream.writeSync(bytes.subarray(sent));
        } catch (error) {
          if (error instanceof Deno.errors.WouldBlock) {
            // Whoever shares the pipe (Node does) made it one that does not wait for its reader.
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
            continue;
          }
          open = false;
          if (error instanceof Deno.errors.BrokenPipe) return;
          failure = (error as Error).message;
        }
      }
    },
    failure: () => failure,
  };
}

/**
 * Runs a command on two streams and returns its exit code. Where stdout's reader has gone away or
 * stderr cannot be written, the work is done as if they were read; where stdout cannot be written
 * for another reason, one line says so and success becomes 2.
 */
export async function runStreams(
  main: Main,
  args: readonly string[],
  streams: { readonly stdout: Stream; readonly stderr: Stream },
  rest: Pick<Terminal, "signal"> & { readonly terminal: boolean },
): Promise<number> {
  const stdout = outlet(streams.stdout), stderr = outlet(streams.stderr);
  const code = await runMain(main, args, {
    print: (line) => stdout.write(`${line}\n`),
    remark: (line) => stderr.write(`${line}\n`),
    progress: { write: stderr.write, terminal: rest.terminal },
    signal: rest.signal,
  });
  const failure = stdout.failure();
  if (failure === null) return code;
  stderr.write(
    `cannot write the results to stdout (${failure}): give it a place with space left\n`,
  );
  return code === 0 ? 2 : code;
}

/** A thread's global scope, which the types of the main thread do not know. */
interface ThreadScope {
  postMessage?(message: "ready" | number): void;
  onmessage: ((event: MessageEvent<readonly string[] | "stop">) => void) | null;
}

/**
 * Runs a command as the process: real output, Ctrl-C, exit code. Called in the command's thread,
 * which {@link startProcess} starts; a command's file that is run itself starts it too.
 */
export async function runProcess(main: Main): Promise<void> {
  const thread = globalThis as unknown as ThreadScope;
  if (thread.postMessage === undefined) {
    return startProcess(Deno.mainModule, Deno.args);
  }
  const controller = new AbortController();
  const args = await new Promise<readonly string[]>((resolve) => {
    thread.onmessage = ({ data }) => {
      if (data === "stop") controller.abort();
      else resolve(data);
    };
    thread.postMessage!("ready");
  });
  thread.postMessage(
    await runStreams(main, args, Deno, {
      signal: controller.signal,
      terminal: Deno.stderr.isTerminal(),
    }),
  );
}
