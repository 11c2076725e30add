/**
 * How far the training has come: one line that updates itself on a terminal, a plain line now and
 * then elsewhere.
 *
 * @module
 */

/** How much has been asked for and how much is finished; work is in the unit of `trainingCost`. */
export interface ProgressState {
  /** Runs that are finished. */
  readonly done: number;
  /** Runs that have been asked for and are not in the store. */
  readonly total: number;
  /** Work of the finished ones. */
  readonly unitsDone: number;
  /** Work of all. */
  readonly unitsTotal: number;
}

/** Told of every change; decides what is worth a line. */
export interface Progress {
  /** Takes the new state. */
  update(state: ProgressState): void;
  /** The last line; silent where nothing was trained. */
  finish(): void;
}

/** Where a progress line goes, and by which clock. */
export interface ProgressOptions {
  /** Takes text as it is, e.g. to stderr. */
  readonly write: (text: string) => void;
  /** Whether a line can be overwritten. */
  readonly terminal: boolean;
  /** Milliseconds from any origin. */
  readonly now: () => number;
}

/** Least milliseconds between two lines. */
const interval = { terminal: 100, plain: 10_000 };

/**
 * A progress line with done/total, the time elapsed and, once something is finished, the time left.
 */
export function createProgress(options: ProgressOptions): Progress {
  const { write, terminal, now } = options;
  let started: number | null = null;
  let written = -Infinity;
  let last: ProgressState | null = null;
  const elapsed = () => now() - (started ?? now());
  return {
    update(state) {
      last = state;
      started ??= now();
      const least = terminal ? interval.terminal : interval.plain;
      if (now() - written < least) return;
      written = now();
      const line = progressLine(state, elapsed());
      write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
    },
    finish() {
      if (last === null) return;
      const line = `trained ${last.done} of ${last.total} runs in ${
        duration(elapsed())
      }`;
      write(terminal ? `\r\x1b[K${line}\n` : `${line}\n`);
      last = null;
    },
  };
}

function progressLine(state: ProgressState, elapsed: number): string {
  const { done, total, unitsDone, unitsTotal } = state;
  const line = `training ${done}/${total} runs, ${duration(elapsed)} elapsed`;
  if (unitsDone === 0) return line;
  const left = elapsed * (unitsTotal - unitsDone) / unitsDone;
  return `${line}, about ${duration(left)} left`;
}

/** `12 s`, `3 min 05 s` or `2 h 07 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
