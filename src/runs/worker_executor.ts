/**
 * Both ends of the line to a worker.
 *
 * @module
 */
import { loadCatalogue } from "./catalogue.ts";
import type { Executor } from "./execute.ts";

type Method = "train" | "polyline";

interface Request {
  readonly method: Method;
  readonly parameters: unknown[];
}

type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/**
 * An executor in a worker of its own, which starts with its first job. The worker has the permissions of the process, which
 * are those of the task.
 *
 * @param module the worker's code; it must call {@link serve}
 */
export function workerExecutor(module: URL): Executor {
  let worker: Worker | null = null;
  const close = () => {
    worker?.terminate();
    worker = null;
  };
  const call = (method: Method, ...parameters: unknown[]): Promise<unknown> => {
    const current = worker ??= new Worker(module, { type: "module" });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
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
    current.postMessage({ method, parameters } satisfies Request);
    return promise;
  };
  return {
    train: (...parameters) =>
      call("train", ...parameters) as ReturnType<Executor["train"]>,
    polyline: (...parameters) =>
      call("polyline", ...parameters) as ReturnType<Executor["polyline"]>,
    close,
  };
}

/** A worker's global scope, which the types of the main thread do not know. */
interface WorkerScope {
  postMessage(reply: Reply): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

/** The worker's end: hands every request to the executor and sends back its result or its error. */
export function serve(executor: Executor): void {
  const scope = globalThis as unknown as WorkerScope;
  const methods: Record<Method, (...parameters: never[]) => Promise<unknown>> =
    executor;
  scope.onmessage = async ({ data: { method, parameters } }) => {
    try {
      // Before the first job; a worker that is never asked need not know any kind.
      await loadCatalogue();
      const value = await methods[method](...parameters as never[]);
      scope.postMessage({ ok: true, value });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      scope.postMessage({ ok: false, message });
    }
  };
}
