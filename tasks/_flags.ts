/**
 * Strict flags for every command: an unknown flag, a flag given twice, a missing or an impossible
 * value each end in one line that names the flag, the value and the remedy. Nothing is guessed.
 *
 * @module
 */
import { z } from "zod";
import { UsageError } from "../src/runs/usage_error.ts";
import { quote, quoteFlag } from "./_quote.ts";
import { decimal } from "./_values.ts";

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

/** Every command has it. */
const helpFlag: Flag<boolean> = { help: "prints this", schema: z.boolean() };

/** The words and the values of the flags, or the text that `--help` asks for. */
export type Parsed<Values> =
  | { readonly help: string }
  | {
    readonly help: null;
    readonly words: readonly string[];
    readonly flags: Values;
  };

/** `--learning-rate` for `learningRate`. */
const nameOf = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Parses the arguments of a command: `--name value`, `--name=value`, `--switch`, and words.
 *
 * @throws {UsageError} one printable line that names the flag, the value and the remedy
 */
export function parseFlags<Values extends Record<string, unknown>>(
  command: Command<Values>,
  args: readonly string[],
): Parsed<Values> {
  const flags = { ...command.flags, help: helpFlag };
  const { words, given } = readArguments(command.name, flags, args);
  if (given.has("help")) return { help: helpText(command, flags) };
  if (command.words === undefined && words.length > 0) {
    throw new UsageError(
      `${
        quote(words[0])
      } means nothing to ${command.name}: it takes only flags, see --help`,
    );
  }
  const values: Partial<Values> = {};
  for (const key of Object.keys(command.flags) as (keyof Values & string)[]) {
    values[key] = parseValue(
      nameOf(key),
      command.flags[key],
      given.get(key) ?? [],
    );
  }
  return { help: null, words, flags: values as Values };
}

type FlagsByKey = { readonly [key: string]: Flag<unknown> };

/** What the arguments say: words, and for every flag what was given; undefined for no value. */
interface Arguments {
  readonly words: string[];
  readonly given: Map<string, (string | undefined)[]>;
}

function readArguments(
  task: string,
  flags: FlagsByKey,
  args: readonly string[],
): Arguments {
  const known = new Map(
    Object.entries(flags).map(([key, flag]) => [nameOf(key), { key, flag }]),
  );
  const words: string[] = [];
  const given: Arguments["given"] = new Map();
  for (let i = 0; i < args.length; i++) {
    if (!args[i].startsWith("-")) {
      words.push(args[i]);
      continue;
    }
    const [name, ...rest] = args[i].split("=");
    let value = rest.length > 0 ? rest.join("=") : undefined;
    const found = known.get(name === "-h" ? "--help" : name);
    if (found === undefined) {
      throw new UsageError(
        `${quoteFlag(name)} is not a flag of ${task}: use ${
          [...known.keys()].join(", ")
        }`,
      );
    }
    const { key, flag } = found;
    if (flag.value === undefined && value !== undefined) {
      throw new UsageError(
        `${name} is ${quote(value)}: it is a switch, give no value`,
      );
    }
    // What begins with one hyphen, as -1 and -Infinity, is for the flag's own check to refuse.
    if (flag.value !== undefined && value === undefined) {
      const next = args[i + 1];
      if (next !== undefined && !/^(--|-h$)/.test(next)) value = args[++i];
    }
    const values = given.get(key) ?? [];
    given.set(key, values);
    values.push(value);
  }
  return { words, given };
}

function parseValue<Value>(
  name: string,
  flag: Flag<Value>,
  given: readonly (string | undefined)[],
): Value {
  if (given.length > 1) {
    const values = given.slice(0, 2).map((value) => quote(value ?? ""));
    const more = given.length > 2 ? ", …" : "";
    throw new UsageError(
      `${name} is given ${given.length} times${
        flag.value === undefined ? "" : ` (${values.join(", ")}${more})`
      }: give it once`,
    );
  }
  const [value] = given;
  const input = flag.value === undefined ? given.length > 0 : value;
  if (given.length > 0 && (input === undefined || input === "")) {
    throw new UsageError(`${name} has no value: give it <${flag.value}>`);
  }
  const result = flag.schema.safeParse(input);
  if (result.success) return result.data;
  throw new UsageError(
    `${name} is ${quote(String(input))}: ${result.error.issues[0].message}`,
  );
}

function helpText(
  command: Pick<Command<never>, "name" | "summary" | "words">,
  flags: FlagsByKey,
): string {
  const lines: [string, string][] = Object.entries(flags).map(([key, flag]) => [
    `${nameOf(key)}${flag.value === undefined ? "" : ` <${flag.value}>`}`,
    flag.help +
    (flag.default === undefined ? "" : ` (default: ${flag.default})`),
  ]);
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

/** Beyond one per core workers gain nothing; what each takes, 25 MB and more, is lost. */
const workersPerCore = 4;
const mostJobs = workersPerCore * navigator.hardwareConcurrency;

/** How many workers train, for every command that trains figures. */
export const jobsFlag: Flag<number> = {
  value: "n",
  help:
    `workers that train at the same time, at most ${workersPerCore} per core`,
  default: "one per core",
  schema: decimal(
    `a whole number from 1 to ${mostJobs}, ${workersPerCore} per core of this machine: more workers only take memory`,
    (n) => Number.isInteger(n) && n >= 1 && n <= mostJobs,
  ).default(navigator.hardwareConcurrency),
};
