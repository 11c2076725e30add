/**
 * Strict flags for every command: an unknown flag, a flag given twice, a missing or an impossible
 * value each end in one line that names the flag, the value and the remedy. Nothing is guessed.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { z } from "zod";
import { UsageError } from "../src/runs/usage_error.ts";

/** One flag; its name is the key it stands under, `learningRate` for `--learning-rate`. */
export interface Flag<Value> {
  /** What stands for the value in the help, e.g. `n`; absent for a switch, which takes none. */
  readonly value?: string;
  readonly help: string;
  /** What the help says of the default, where that is not plain from `help`. */
  readonly default?: string;
  /**
   * From the text after the flag to its value. Its messages are the remedy: they complete the
   * sentence `--jobs is "0": …`. It gets undefined where the flag is not given; a switch gets a
   * boolean.
   */
  readonly schema: z.ZodType<Value>;
}

/** A command: its name, its one-line summary, what it takes besides flags, and its flags. */
export interface Command<Values extends Record<string, unknown>> {
  readonly name: string;
  readonly summary: string;
  /** What words that are not flags mean, e.g. `id…`; absent where none are taken. */
  readonly words?: { readonly value: string; readonly help: string };
  readonly flags: { readonly [Key in keyof Values]: Flag<Values[Key]> };
}

/** The words and the values of the flags, or the text that `--help` asks for. */
export type Parsed<Values> =
  | { readonly help: string }
  | {
    readonly help: null;
    readonly words: readonly string[];
    readonly flags: Values;
  };

const kebab = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Parses the arguments of a command.
 *
 * @throws {UsageError} one line that names the flag, the value and the remedy
 */
export function parseFlags<Values extends Record<string, unknown>>(
  command: Command<Values>,
  args: readonly string[],
): Parsed<Values> {
  const keys = Object.keys(command.flags) as (keyof Values & string)[];
  const names = new Map(keys.map((key) => [kebab(key), key]));
  const switches = keys.filter((key) => isSwitch(command.flags[key]))
    .map(kebab);
  const valued = [...names.keys()].filter((name) => !switches.includes(name));
  refuseSwitchValues(args, switches);
  // The alias carries no types: everything is a list of texts or booleans because of `collect`.
  const parsed: Record<string, unknown[]> & { help: boolean } = parseArgs(
    joinNegativeValues(args, valued),
    {
      boolean: [...switches, "help"],
      string: [...valued, "_"],
      collect: [...switches, ...valued],
      alias: { help: "h" },
      unknown: (arg: string, key?: string) => {
        if (key === undefined) return true;
        const known = [...names.keys(), "help"].map((name) => `--${name}`);
        throw new UsageError(
          `${arg.split("=")[0]} is not a flag of ${command.name}: use ${
            known.join(", ")
          }`,
        );
      },
    },
  );
  if (parsed.help) return { help: helpText(command) };
  const words = parsed._.map(String);
  if (command.words === undefined && words.length > 0) {
    throw new UsageError(
      `"${
        words[0]
      }" means nothing to ${command.name}: it takes only flags, see --help`,
    );
  }
  const values: Partial<Values> = {};
  for (const [name, key] of names) {
    const given = parsed[name] as unknown[];
    values[key] = parseValue(name, command.flags[key], given);
  }
  return { help: null, words, flags: values as Values };
}

function isSwitch(flag: Flag<unknown>): boolean {
  return flag.value === undefined;
}

/** A switch with a value is a mistake; parseArgs would take any value for true. */
function refuseSwitchValues(
  args: readonly string[],
  switches: readonly string[],
): void {
  for (const arg of args) {
    const [name, value] = arg.split("=");
    if (value !== undefined && switches.includes(name.replace(/^--/, ""))) {
      throw new UsageError(
        `${name} is ${JSON.stringify(value)}: it is a switch, give no value`,
      );
    }
  }
}

/** Lets `--seeds -1` reach the flag's own check: parseArgs would take `-1` for a flag. */
function joinNegativeValues(
  args: readonly string[],
  valued: readonly string[],
): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const takesNext = valued.includes(args[i].replace(/^--/, "")) &&
      args[i].startsWith("--") && /^-[\d.]/.test(args[i + 1] ?? "");
    joined.push(takesNext ? `${args[i]}=${args[++i]}` : args[i]);
  }
  return joined;
}

function parseValue<Value>(
  name: string,
  flag: Flag<Value>,
  given: readonly unknown[],
): Value {
  if (given.length > 1) {
    throw new UsageError(
      `--${name} is given ${given.length} times (${
        given.join(", ")
      }): give it once`,
    );
  }
  const input = isSwitch(flag) ? given[0] ?? false : given[0];
  if (input === "") {
    throw new UsageError(`--${name} has no value: give it <${flag.value}>`);
  }
  const result = flag.schema.safeParse(input);
  if (result.success) return result.data;
  throw new UsageError(
    `--${name} is ${JSON.stringify(input)}: ${result.error.issues[0].message}`,
  );
}

function helpText<Values extends Record<string, unknown>>(
  command: Command<Values>,
): string {
  const lines: [string, string][] = Object.entries<Flag<unknown>>(
    command.flags,
  ).map(([key, flag]) => [
    `--${kebab(key)}${flag.value === undefined ? "" : ` <${flag.value}>`}`,
    flag.help +
    (flag.default === undefined ? "" : ` (default: ${flag.default})`),
  ]);
  lines.push(["--help", "prints this"]);
  if (command.words !== undefined) {
    lines.unshift([command.words.value, command.words.help]);
  }
  const width = Math.max(...lines.map(([left]) => left.length));
  const words = command.words === undefined ? "" : ` [${command.words.value}]`;
  return [
    `deno task ${command.name}${words} [flags]`,
    command.summary,
    "",
    ...lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join("\n");
}

/** A switch: true where given. */
export function toggle(help: string): Flag<boolean> {
  return { help, schema: z.boolean() };
}

/** A decimal number within bounds, e.g. `0.05` or `1e-3`; `remedy` completes "give …". */
export function decimal(
  remedy: string,
  within: (value: number) => boolean,
): z.ZodType<number, string> {
  const pattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
  return z.string().transform((text, context) => {
    const value = pattern.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value) && within(value)) return value;
    context.addIssue(`give ${remedy}`);
    return z.NEVER;
  });
}

/** A whole number of at least `least`. */
export function wholeNumber(least: number): z.ZodType<number, string> {
  return decimal(
    `a whole number of at least ${least}`,
    (value) => Number.isSafeInteger(value) && value >= least,
  );
}

/** One of a few words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
): z.ZodType<Word, string> {
  return z.enum(words, { error: `give one of ${words.join(", ")}` });
}

/** Values between commas, each by the same rule and none twice. */
export function listOf<Value>(
  item: z.ZodType<Value, string>,
): z.ZodType<Value[], string> {
  return z.string().transform((text, context) => {
    const values: Value[] = [];
    for (const part of text.split(",").map((part) => part.trim())) {
      const result = item.safeParse(part);
      if (!result.success) {
        const remedy = result.error.issues[0].message;
        context.addIssue(
          text === part ? remedy : `"${part}" does not do, ${remedy}`,
        );
        return z.NEVER;
      }
      if (values.includes(result.data)) {
        context.addIssue(`"${part}" stands in it twice, give it once`);
        return z.NEVER;
      }
      values.push(result.data);
    }
    return values;
  });
}

/** How many workers train, for every command that trains figures. */
export const jobsFlag: Flag<number> = {
  value: "n",
  help: "workers that train at the same time",
  default: "one per core",
  schema: wholeNumber(1).default(navigator.hardwareConcurrency),
};
