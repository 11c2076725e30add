/** Whatever is typed after a command, it is parsed or refused in one printable line. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../../src/runs/usage_error.ts";
import { schemes } from "../../src/schemes/mod.ts";
import { parseCompare } from "../../tasks/_compare_flags.ts";
import { type Command, type Parsed, parseFlags } from "../../tasks/_flags.ts";
import { quote, quoteFlag } from "../../tasks/_quote.ts";
import { command as bench } from "../../tasks/bench.ts";
import { command as figures } from "../../tasks/figures.ts";
import { command as kernel } from "../../tasks/kernel.ts";
import { command as verify } from "../../tasks/verify.ts";

type Parse = (args: readonly string[]) => Parsed<Record<string, unknown>>;

/** The parser of a command, with the names of its flags, read from its help. */
function parserOf(parse: Parse): { parse: Parse; names: string[] } {
  const { help } = parse(["--help"]);
  return {
    parse,
    names: help!.match(/^ {2}--[a-z-]+/gm)!.map((n) => n.trim()),
  };
}
const using = <V extends Record<string, unknown>>(command: Command<V>) =>
  parserOf((args) => parseFlags(command, args));
const ids = schemes.all().map(({ id }) => id);
const commands = {
  figures: using(figures),
  verify: using(verify),
  bench: using(bench),
  kernel: using(kernel),
  compare: parserOf((args) => parseCompare(ids, args)),
};

/** The line with which something is refused; null where it is taken. */
function refusal(taken: () => unknown): string | null {
  try {
    taken();
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Letters, numbers, punctuation, symbols and spaces, all of which show. */
const printable =
  /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S} ])*$/u;

const numbers = ["-1", "0", "1", "2", "1e9", "1e-200", "1e999", "-Infinity"];
const values = fc.oneof(
  fc.constantFrom(...numbers, "", "NaN", "1/2", "1:1", "2,3", "drop", "paper"),
  fc.constantFrom("true", "false", "null", "__proto__", "--", "-", "-h", "_"),
  fc.constantFrom("\x1b[31m", "a\nb", "\u202ea", "\u200b", "\ud800", "e\u0301"),
  fc.constantFrom("drop,\x1b[1m", "2,\u202e", `3,${"x".repeat(5000)}`),
  fc.constantFrom("x".repeat(100_000), "\n".repeat(300), "9,".repeat(5000)),
  fc.string({ unit: "binary", maxLength: 80 }),
);
const argumentsOf = (names: readonly string[]) => {
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names) },
    fc.constantFrom("--_", "--__proto__", "--toString", "--no-jobs", "-h"),
    values.map((text) => `--${text}`),
  );
  const one = fc.oneof(
    name.map((flag) => [flag]),
    fc.tuple(name, values),
    fc.tuple(name, values).map(([flag, value]) => [`${flag}=${value}`]),
    values.map((value) => [value]),
  );
  return fc.array(one, { maxLength: 4 }).map((parts) => parts.flat());
};

for (const [task, { parse, names }] of Object.entries(commands)) {
  Deno.test(`${task}: any flags are parsed, or refused in one printable line that names one`, () => {
    let refusals = 0;
    fc.assert(
      fc.property(argumentsOf(names), (args) => {
        const message = refusal(() => parse(args));
        if (message === null) return;
        refusals++;
        assert(printable.test(message), quote(message));
        assert(message.length < 2000, `${message.length} characters`);
        const named = args.map((arg) =>
          arg.startsWith("-") ? quoteFlag(arg.split("=")[0]) : quote(arg)
        );
        assert(named.some((name) => message.startsWith(`${name} `)), message);
      }),
      { seed: 8, numRuns: 500 },
    );
    assert(refusals > 200, `${refusals}`);
  });
}

const refused: [args: string[], message: string][] = [
  [["--help=false"], '--help is "false": it is a switch, give no value'],
  [["-h=0"], '-h is "0": it is a switch, give no value'],
  [["--jobs", "-Infinity"], '--jobs is "-Infinity": give a whole number from'],
  [["--jobs", "1e9"], '--jobs is "1e9": give a whole number from 1 to'],
  [["--jobs", ""], "--jobs has no value: give it <n>"],
  [["--jobs="], "--jobs has no value: give it <n>"],
  [["--jobs", "--shard"], "--jobs has no value: give it <n>"],
  [["--_", "1"], "--_ is not a flag of figures: use "],
  [["--__proto__=1"], "--__proto__ is not a flag of figures: use "],
  [["--"], '"--" is not a flag of figures: use '],
  [["-"], '"-" is not a flag of figures: use '],
  [["--jobs.x", "1"], '"--jobs.x" is not a flag of figures: use '],
  [["--x\ny"], '"--x\\ny" is not a flag of figures: use '],
  [["--dry-run", "--dry-run"], "--dry-run is given 2 times: give it once"],
  [
    ["--jobs", "1", "--jobs", "\x1b[2J", "--jobs", "3"],
    '--jobs is given 3 times ("1", "\\u001b[2J", …): give it once',
  ],
  [
    ["--jobs", "7".repeat(100_000)],
    `--jobs is "${"7".repeat(60)}…" (100000 characters): give a whole number`,
  ],
];
for (const [args, message] of refused) {
  Deno.test(`refuses ${args.map(quote).join(" ")}`, () => {
    const line = refusal(() => parseFlags(figures, args));
    assertEquals(line?.slice(0, message.length), message);
  });
}

Deno.test("a switch takes no word for its value", () => {
  const parsed = parseFlags(figures, ["--dry-run", "false"]);
  assertEquals(parsed.help === null && parsed.flags.dryRun, true);
  assertEquals(parsed.help === null && parsed.words, ["false"]);
});

Deno.test("what is quoted is printable, short, and plain where it can be", () => {
  assertEquals(quote("a ü 漢 σ 😀"), '"a ü 漢 σ 😀"');
  assertEquals(
    quote('"\\\t\x7f\x9b\u200b\u202e\u2028\ufeff\u00a0e\u0301\ud800'),
    '"\\"\\\\\\t\\u{7f}\\u{9b}\\u{200b}\\u{202e}\\u{2028}\\u{feff}\\u{a0}e\\u{301}\\ud800"',
  );
  assertEquals(
    quote("😀".repeat(61)),
    `"${"😀".repeat(60)}…" (122 characters)`,
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
      assert(printable.test(quote(text)), quote(text));
      assert(quote(text).length < 700);
    }),
    { seed: 8, numRuns: 500 },
  );
});
