/**
 * Both ends of the line to a worker.
 *
 * @module
 */
import { loadCatalogue } from "./catalogue.ts";
import type { Executor } from "./execute.ts";

/** What {@link Executor.run} is given. */
type Request = Parameters<Executor["run"]>;

type Reply =
  | { readonly ok: true; readonly value: unknown[] }
  | { readonly ok: false; readonly message: string };

/**
 * An executor in a worker of its own, which starts with its first job. The worker has the
 * permissions of the process, which are those of the task.
 *
 * @param module the worker's code; it must call {@link serve}
 */
export function workerExecutor(module: URL): Executor {
  let worker: Worker | null = null;
  const close = () => {
    worker?.terminate();
    worker = null;
  };
  const run = (...request: Request): Promise<unknown[]> => {
    const current = worker ??= new Worker(module, { type: "module" });
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    current.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.ok) resolve(data.value);
      else reject(new Error(data.message));
    };
    // What the worker did not catch: it could not start, or broke. The next job gets a new one.
    const broken = (message: string) => {
      close();
      reject(new Error(`the worker stopped: ${message}`));
    };
    current.onerror = (event) => {
      event.preventDefault();
      broken(event.message);
    };
    current.onmessageerror = () => broken("its answer could not be read");
    current.postMessage(request);
    return promise;
  };
  return { run, close };
}

/** A worker's global scope, which the types of the main thread do not know. */
interface WorkerScope {
  postMessage(reply: Reply): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

/** The worker's end: hands every request to the executor and sends back its result or its error. */
export function serve(executor: Executor): void {
  const scope = globalThis as unknown as WorkerScope;
  scope.onmessage = async ({ data }) => {
    try {
      // Before the first job; a worker that is never asked need not know any kind.
      await loadCatalogue();
      const value = await executor.run(...data);
      scope.postMessage({ ok: true, value });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      scope.postMessage({ ok: false, message });
    }
  };
}
