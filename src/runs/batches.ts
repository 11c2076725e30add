/**
 * Gathers jobs that are done in one go: four seeds of a configuration take the time of one, whoever
 * asked for them.
 *
 * @module
 */
import { groupOf, type Job } from "../jobs/mod.ts";
import type { Executor } from "./execute.ts";
import type { Pool } from "./pool.ts";

/** One job to be done. */
export interface Request {
  readonly job: Job;
  /** The key of the result in the store. */
  readonly key: string;
  /** The results of what it needs. */
  readonly needs: readonly unknown[];
}

interface Waiting extends Request {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  readonly waiting: Waiting[];
  /** Tasks in the pool's queue. */
  tasks: number;
}

/** Does jobs of one group and keeps their results, which come in the order of the requests. */
export type Batch = (
  executor: Executor,
  requests: readonly Request[],
) => Promise<readonly unknown[]>;

/**
 * A queue of single jobs before a pool. Jobs whose groups have one name may be done together.
 *
 * @param cost of what is done under a name, asked whenever the pool chooses
 */
export function createBatches(
  pool: Pool<Executor>,
  batch: Batch,
  cost: (name: string) => number,
): (request: Request) => Promise<unknown> {
  const queues = new Map<string, Queue>();

  const run = async (executor: Executor, requests: readonly Waiting[]) => {
    try {
      const results = await batch(executor, requests);
      requests.forEach(({ resolve }, i) => resolve(results[i]));
    } catch (error) {
      requests.forEach(({ reject }) => reject(error));
    }
  };
  return (request) => {
    const { name, lanes } = groupOf(request.job);
    const queue = queues.get(name) ?? { waiting: [], tasks: 0 };
    queues.set(name, queue);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    queue.waiting.push({ ...request, resolve, reject });
    // A task takes its jobs when it starts, so that those which come later can still fill it up.
    if (lanes * queue.tasks < queue.waiting.length) {
      queue.tasks++;
      pool.submit({
        cost: () => cost(name),
        run(executor) {
          queue.tasks--;
          return run(executor, queue.waiting.splice(0, lanes));
        },
      });
    }
    return promise;
  };
}
