/**
 * Hands tasks to lanes (workers, as a rule), the longest first, so that no long task is left for
 * the end when the other lanes are idle.
 *
 * @module
 */

/** Something to do on a lane. */
export interface Task<Lane> {
  /** Expected work, in any unit; read when a lane becomes free. */
  cost(): number;
  /** Does it. Must not reject: whoever asked for the work hears of errors. */
  run(lane: Lane): Promise<void>;
}

/** A queue of tasks before a few lanes. */
export interface Pool<Lane> {
  /**
   * Queues a task. It starts in a later turn of the event loop, after everything else that is asked
   * for in this one.
   */
  submit(task: Task<Lane>): void;
  /** Drops what has not started and accepts no more. */
  stop(): void;
}

/** A pool over the given lanes; each runs one task at a time. */
export function createPool<Lane>(lanes: readonly Lane[]): Pool<Lane> {
  const idle = [...lanes];
  let queue: Task<Lane>[] = [];
  let stopped = false;
  let scheduled = false;

  // A turn later, so that requests made together are compared with each other before the first one
  // starts.
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      dispatch();
    }, 0);
  };
  const dispatch = () => {
    while (idle.length > 0 && queue.length > 0) {
      let longest = 0;
      queue.forEach((task, i) => {
        if (task.cost() > queue[longest].cost()) longest = i;
      });
      const [task] = queue.splice(longest, 1);
      const lane = idle.shift()!;
      task.run(lane).finally(() => {
        idle.push(lane);
        schedule();
      });
    }
  };
  return {
    submit(task) {
      if (stopped) return;
      queue.push(task);
      schedule();
    },
    stop() {
      stopped = true;
      queue = [];
    },
  };
}
