/** What the tests of keys share. */

/** Every way to change one number, string or truth value of some data, somewhere in it. */
export function* changes(value: unknown): Generator<unknown> {
  if (typeof value === "number") yield value + 1;
  else if (typeof value === "string") yield `${value}!`;
  else if (typeof value === "boolean") yield !value;
  else if (value === null) yield 1;
  else if (typeof value === "object") {
    for (const [name, item] of Object.entries(value)) {
      for (const changed of changes(item)) {
        yield Array.isArray(value)
          ? value.with(Number(name), changed)
          : { ...value, [name]: changed };
      }
    }
  }
}
