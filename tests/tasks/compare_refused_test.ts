/** Bad flags of `compare`: one line that names the flag, the value and the remedy. */
import { assertEquals } from "@std/assert";
import { schemes } from "../../src/schemes/mod.ts";
import { assertNoStore, comparing, withFolder } from "./_compare.ts";

const ids = schemes.all().map(({ id }) => id);

const refused: [flags: string, message: string][] = [
  ["--neurons 0", '--neurons is "0": give a whole number from 1 to 10000'],
  [
    "--neurons 4,4",
    '--neurons is "4,4": "4" stands in it twice, give it once',
  ],
  [
    "--neurons 4,x",
    '--neurons is "4,x": "x" does not do, give a whole number from 1 to 10000',
  ],
  [
    "--sparsity 1",
    '--sparsity is "1": give a number of at least 0 and less than 1',
  ],
  [
    "--features 1 --hidden 1",
    '--features is "1": give a whole number from 2 to 1000',
  ],
  [
    "--features 3 --hidden 3",
    "--hidden is 3 for 3 features: choose a whole number from 1 to 2, else nothing is compressed",
  ],
  ["--hidden 0", '--hidden is "0": give a whole number of at least 1'],
  [
    "--epsilon 0.9",
    "--epsilon is 0.9 but a ramp is at most 1/Z wide: choose at most 0.5 for --segments 2",
  ],
  [
    "--epsilon 0.01,0.3 --segments 4,5",
    "--epsilon is 0.3 but a ramp is at most 1/Z wide: choose at most 0.25 for --segments 4",
  ],
  ["--epsilon 0", '--epsilon is "0": give a number from 0.000001 to 1'],
  [
    "--segments 2.5",
    '--segments is "2.5": give a whole number from 1 to 1000',
  ],
  ["--seeds -1", '--seeds is "-1": give a whole number from 1 to 10000'],
  ["--seeds 0", '--seeds is "0": give a whole number from 1 to 10000'],
  ["--steps 0", '--steps is "0": give a whole number from 1 to 1000000000'],
  ["--batch 0", '--batch is "0": give a whole number from 1 to 1000000'],
  ["--learning-rate 0", '--learning-rate is "0": give a number above 0'],
  ...["0:1", "1", "1:1:1", "a:b", "1:1e7"].map((split): [string, string] => [
    `--split ${split}`,
    `--split is "${split}": give two numbers above 0, at most a million, with a colon between, e.g. 1:1`,
  ]),
  ["--weight-decay -1", '--weight-decay is "-1": give a number of at least 0'],
  ["--importance 0", '--importance is "0": give a number above 0, at most 1'],
  ["--importance 2", '--importance is "2": give a number above 0, at most 1'],
  ["--preset paper", '--preset is "paper": give one of toy-models'],
  [
    "--preset toy-models --features 2",
    "--hidden is 2 for 2 features: choose a whole number from 1 to 1, else nothing is compressed",
  ],
  ["--engine x", '--engine is "x": give one of compiled, tfjs'],
  ["--format xml", '--format is "xml": give one of table, json, csv'],
  [
    "--schemes cubic",
    `--schemes is "cubic": give one of ${ids.join(", ")}`,
  ],
  [
    "--schemes drop,drop",
    '--schemes is "drop,drop": "drop" stands in it twice, give it once',
  ],
  [
    "--schemes drop,piecewise-linear --features 5",
    "piecewise-linear does not apply: features is 5 for hidden 1: piecewise-linear puts at most two features into one dimension; choose hidden of at least 3, or the scheme quantized",
  ],
  [
    "--schemes piecewise-linear --segments 200",
    "piecewise-linear does not apply: epsilon is 0.01: choose a ramp width of at least 0.000001 and at most 1/Z (here at most 0.005, for segments 200)",
  ],
  [
    "--schemes nonlinear --neurons 1",
    "nonlinear does not apply: neurons is 1: nonlinear needs a whole number of at least 2, one for the encoder and one for the decoder",
  ],
  [
    "--sigma 1",
    "--sigma is not a flag of compare: use --schemes, --preset, --features, --hidden, --sparsity, --data, --noise, --importance, --neurons, --split, --segments, --epsilon, --seeds, --steps, --batch, --learning-rate, --weight-decay, --engine, --format, --help",
  ],
  ["drop", '"drop" means nothing to compare: it takes only flags, see --help'],
];

for (const [flags, message] of refused) {
  Deno.test(`compare refuses ${flags} and writes nothing`, async () => {
    await withFolder(async (layout) => {
      const outcome = await comparing(flags, layout);
      assertEquals(outcome, { code: 2, out: "", err: message });
      await assertNoStore(layout);
    });
  });
}
