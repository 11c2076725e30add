/**
 * Something that the person at the command line can put right: a bad flag, a folder that cannot be
 * written.
 *
 * The message is one line that names the field, the value and the remedy. Tasks print it to stderr
 * and exit with code 2; every other error is ours and keeps its stack.
 *
 * @module
 */

/** An error that the user can put right; `message` is the one line to print. */
export class UsageError extends Error {
  /** The class, for stacks. */
  override name = "UsageError";
}
