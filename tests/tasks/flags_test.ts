import { assertEquals, assertThrows } from "@std/assert";
import { type Command, parseFlags, toggle } from "../../tasks/_flags.ts";
import { UsageError } from "../../src/runs/usage_error.ts";
import { z } from "zod";
import { decimal, listOf, oneOf, wholeNumber } from "../../tasks/_values.ts";

interface Values extends Record<string, unknown> {
  seeds: number;
  learningRate: number;
  schemes: string[] | undefined;
  dryRun: boolean;
}

const command: Command<Values> = {
  name: "try",
  summary: "Tries flags.",
  words: { value: "id…", help: "what to try" },
  flags: {
    seeds: {
      value: "k",
      help: "how many seeds",
      default: "8",
      schema: wholeNumber(1).default(8),
    },
    learningRate: {
      value: "rate",
      help: "peak learning rate",
      schema: decimal("a number above 0", (x) => x > 0).default(0.01),
    },
    schemes: {
      value: "a,b",
      help: "which",
      schema: z.optional(listOf(oneOf(["drop", "linear"]))),
    },
    dryRun: toggle("only says what it would do"),
  },
};

const parse = (...args: string[]) => parseFlags(command, args);

Deno.test("defaults, values, switches and words", () => {
  assertEquals(parse(), {
    help: null,
    words: [],
    flags: {
      seeds: 8,
      learningRate: 0.01,
      schemes: undefined,
      dryRun: false,
    },
  });
  assertEquals(
    parse("one", "--seeds", "3", "--learning-rate=1e-3", "--dry-run", "two"),
    {
      help: null,
      words: ["one", "two"],
      flags: {
        seeds: 3,
        learningRate: 0.001,
        schemes: undefined,
        dryRun: true,
      },
    },
  );
});

Deno.test("a list keeps its order", () => {
  const parsed = parse("--schemes", "linear,drop");
  assertEquals(parsed.help === null && parsed.flags.schemes, [
    "linear",
    "drop",
  ]);
});

Deno.test("--help names every flag and its default", () => {
  const { help } = parse("--seeds", "0", "--help");
  assertEquals(
    help,
    `deno task try [id…] [flags]
Tries flags.

  id…                     what to try
  --seeds <k>             how many seeds (default: 8)
  --learning-rate <rate>  peak learning rate
  --schemes <a,b>         which
  --dry-run               only says what it would do
  --help                  prints this`,
  );
});

const refused: [args: string[], message: string][] = [
  [["--seeds", "-1"], '--seeds is "-1": give a whole number of at least 1'],
  [["--seeds=-1"], '--seeds is "-1": give a whole number of at least 1'],
  [["--seeds", "0"], '--seeds is "0": give a whole number of at least 1'],
  [["--seeds", "1.5"], '--seeds is "1.5": give a whole number of at least 1'],
  [["--seeds", "0x10"], '--seeds is "0x10": give a whole number of at least 1'],
  [
    ["--seeds", "1e999"],
    '--seeds is "1e999": give a whole number of at least 1',
  ],
  [["--seeds"], "--seeds has no value: give it <k>"],
  [["--seeds", "--dry-run"], "--seeds has no value: give it <k>"],
  [
    ["--seeds", "1", "--seeds", "2"],
    '--seeds is given 2 times ("1", "2"): give it once',
  ],
  [
    ["--learning-rate", "fast"],
    '--learning-rate is "fast": give a number above 0',
  ],
  [
    ["--schemes", "drop,cubic"],
    '--schemes is "drop,cubic": "cubic" does not do, give one of drop, linear',
  ],
  [
    ["--schemes", "drop,drop"],
    '--schemes is "drop,drop": "drop" stands in it twice, give it once',
  ],
  [
    ["--dry-run=2"],
    '--dry-run is "2": it is a switch, give no value',
  ],
  [
    ["--sedes", "3"],
    "--sedes is not a flag of try: use --seeds, --learning-rate, --schemes, --dry-run, --help",
  ],
  [
    ["--no-dry-run"],
    "--no-dry-run is not a flag of try: use --seeds, --learning-rate, --schemes, --dry-run, --help",
  ],
  [
    ["-x"],
    "-x is not a flag of try: use --seeds, --learning-rate, --schemes, --dry-run, --help",
  ],
];

for (const [args, message] of refused) {
  Deno.test(`refuses ${args.join(" ")}`, () => {
    const error = assertThrows(() => parse(...args), UsageError);
    assertEquals(error.message, message);
  });
}

Deno.test("words are refused where a command takes none", () => {
  const error = assertThrows(
    () => parseFlags({ ...command, words: undefined }, ["stray"]),
    UsageError,
  );
  assertEquals(
    error.message,
    '"stray" means nothing to try: it takes only flags, see --help',
  );
});
