/**
 * What changes of the committed ledger are found without training: all of them by its hash, and of
 * those whose hash was made to fit, all but the ones that leave another result of the right kind.
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { groupOf } from "../../src/jobs/mod.ts";
import { sha256 } from "../../src/numerics/hash.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { discoverFigures } from "../../src/protocol/discover_figures.ts";
import {
  decodeLedger,
  encodeLedger,
  isIntact,
  recordRuns,
  replayLedger,
} from "../../src/runs/ledger.ts";
import { ledgerOf, repository } from "../../tasks/_layout.ts";
import { openLedger } from "../../tasks/_ledgers.ts";

const name = "snapshots/scaling.full.runs.json";
const figure = (await discoverFigures()).find(({ id }) => id === "scaling")!;
const whole = await Deno.readTextFile(ledgerOf(repository, figure.id));
const { runs } = await openLedger(figure, repository);
await figure.rows({ profile: "full", get: runs.get, train: runs.train });

/** One line of so many: enough of every sort, and read in an eighth of the time. */
const oneIn = 8;
const text = encodeLedger({
  id: figure.id,
  configurations: decodeLedger(whole, name).configurations
    .filter((_, i) => i % oneIn === 0),
});
const lineRuns = new Set(
  decodeLedger(text, name).configurations.map(({ run }) => run),
);
const asked = runs.asked().filter((job) => lineRuns.has(groupOf(job).family));

/** A line of the ledger as it stands in the file. */
type Line = Record<string, unknown> & { seeds: number[] };
type Lists = Record<string, (number | null)[]>;
/** Changes something at a place of a line; null where there is nothing to change. */
type Change = (line: Line & Lists, at: number) => void;

const nextUp = (value: number): number => {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]++;
  return new Float64Array(bits.buffer)[0];
};
/** Writes over one entry of a column. */
const entry =
  (column: string, change: (value: number) => number | null): Change =>
  (line, at) => {
    line[column][at] = change(line[column][at] as number);
  };
const swapped = (column: string): Change => (line, at) => {
  const list = line[column];
  const other = (at + 1) % list.length;
  [list[at], list[other]] = [list[other], list[at]];
};

/**
 * Whether a change is found when the hash fits: `never` where another training could have given it.
 */
type Found = "always" | "never";
const changes: [what: string, found: Found, change: Change][] = [
  ["mse, last bit", "always", entry("mse", (x) => nextUp(nextUp(nextUp(x))))],
  ["mse, third digit", "always", entry("mse", (x) => x * 1.001)],
  ["mse, sign", "always", entry("mse", (x) => -x)],
  ["mse, null", "always", entry("mse", () => null)],
  ["mse, 0", "always", entry("mse", () => 0)],
  ["mse, huge", "always", entry("mse", () => 1e300)],
  ["fvu, last bit", "always", entry("fvu", (x) => nextUp(nextUp(nextUp(x))))],
  ["fvu, third digit", "always", entry("fvu", (x) => x * 0.999)],
  ["fvu, sign", "always", entry("fvu", (x) => -x)],
  ["fvu, null", "always", entry("fvu", () => null)],
  ["standardError, sign", "always", entry("standardError", (x) => -x)],
  ["standardError, null", "always", entry("standardError", () => null)],
  ["standardError, 1", "always", entry("standardError", () => 1)],
  ["standardError, digit", "never", entry("standardError", (x) => x * 1.001)],
  ["deadUnits, null", "always", entry("deadUnits", () => null)],
  ["deadUnits, last bit", "always", entry("deadUnits", (x) => x + 1e-15)],
  ["deadUnits, sign", "always", entry("deadUnits", () => -0.05)],
  ["deadUnits, none", "never", entry("deadUnits", (x) => x === 0 ? 1 : 0)],
  ["mse of another seed", "always", swapped("mse")],
  ["a diverged run", "always", (line, at) => {
    line.mse[at] = line.fvu[at] = null;
  }],
  ["loss of another seed", "never", (line, at) => {
    swapped("mse")(line, at);
    swapped("fvu")(line, at);
  }],
  ["seed", "always", (line) => {
    line.seeds[line.seeds.length - 1]++;
  }],
  ["a seed less", "always", (line) => {
    for (const list of Object.values(line)) {
      if (Array.isArray(list)) list.pop();
    }
  }],
  ["a seed more", "always", (line) => {
    for (const list of Object.values(line)) {
      if (Array.isArray(list)) list.push(list.at(-1)!);
    }
    line.seeds[line.seeds.length - 1]++;
  }],
  ["a column shorter", "always", (line) => line.mse.pop()],
  ["a column less", "always", (line) => delete (line as Partial<Lists>).fvu],
  ["a column more", "always", (line) => line.more = line.mse],
  ["order of columns", "always", (line) => {
    const { mse, ...others } = line;
    for (const key of Object.keys(line)) delete line[key];
    Object.assign(line, others, { mse });
  }],
  ["what", "always", (line) => Object.assign(line, { what: `${line.what} ` })],
  ["kind", "always", (line) => Object.assign(line, { kind: "polyline" })],
  ["the same kind, said", "always", (line) => {
    Object.assign(line, { kind: "training" });
  }],
  ["run key", "always", (line) => {
    Object.assign(line, { run: sha256(`${line.run}`) });
  }],
];

/** Changes of the file that are none of a line. */
const edits: [what: string, edit: (lines: string[], at: number) => string[]][] =
  [
    ["a line less", (lines, at) => lines.toSpliced(at, 1)],
    ["a line twice", (lines, at) => lines.toSpliced(at, 0, lines[at])],
    [
      "lines out of order",
      (lines, at) => lines.toSpliced(at, 2, lines[at + 1], lines[at]),
    ],
    ["a space", (lines, at) => lines.with(at, lines[at].replace(":", ": "))],
    ["an indent", (lines, at) => lines.with(at, ` ${lines[at]}`)],
    ["an empty line", (lines, at) => lines.toSpliced(at, 0, "")],
    ["id", (lines) => lines.with(2, '  "id": "another",')],
    [
      "a digit too many",
      (lines, at) => lines.with(at, lines[at].replace(/"mse":\[0\.\d+/, "$&0")),
    ],
  ];

const random = randomStream("mutations of a ledger", 1, "search");
const anywhere = (count: number) => Math.floor(random.uniform() * count);
const lines = text.split("\n");
const first = lines.findIndex((line) => line.startsWith("    {"));
const count = decodeLedger(text, name).configurations.length;

/** Every change twice, at a place that chance chooses. */
const mutations = [...changes, ...edits].flatMap((change) =>
  [1, 2].map(() => {
    // Not the last: it has no comma, and no line after it.
    const at = first + anywhere(count - 1);
    const [what, found] = [
      change[0],
      change.length === 3 ? change[1] : "always",
    ];
    if (change.length === 2) {
      const changed = change[1](lines, at).join("\n");
      return { what: `${what} in line ${at + 1}`, found, changed };
    }
    const line = JSON.parse(lines[at].replace(/,$/, ""));
    change[2](line, anywhere(line.seeds.length));
    const changed = lines.with(at, `    ${JSON.stringify(line)},`).join("\n");
    return { what: `${what} in line ${at + 1}`, found, changed };
  })
);

/** The same text with the hash that it should have. */
function rehashed(changed: string): string {
  const [open, , ...body] = changed.split("\n");
  const hash = sha256(body.join("\n"));
  return [open, `  "sha256": "${hash}",`, ...body].join("\n");
}

/** What `verify` asks of a ledger beside the rows. */
async function hold(changed: string): Promise<void> {
  const ledger = decodeLedger(changed, name);
  const used = recordRuns(replayLedger(ledger, name));
  await Promise.all(asked.map((job) => used.get(job)));
  assertEquals(encodeLedger(used.ledger(figure.id)) === changed, true);
}

Deno.test("the committed ledger is intact, and holds", async () => {
  assert(isIntact(whole));
  assertEquals(rehashed(whole), whole);
  assert(isIntact(text));
  await hold(text);
});

Deno.test(`the hash finds ${mutations.length} of ${mutations.length} changes of a ledger`, () => {
  assert(mutations.length >= 51);
  const unseen = mutations.filter(({ changed }) => isIntact(changed));
  assertEquals(unseen.map(({ what }) => what), []);
  assert(mutations.every(({ changed }) => changed !== text));
});

Deno.test("a hash that was made to fit hides only what another training could have given", async () => {
  for (
    const { what, found, changed } of mutations.filter((_, i) => i % 2 === 0)
  ) {
    const forged = rehashed(changed);
    assert(isIntact(forged));
    if (found === "always") {
      await assertRejects(() => hold(forged), Error, "", what);
    } else await hold(forged);
  }
});
