import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
import type { Job } from "../../src/jobs/mod.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingJob, type TrainingSpec } from "../../src/jobs/training.ts";
import {
  decodeLedger,
  encodeLedger,
  isIntact,
  type Ledger,
  recordRuns,
  replayLedger,
} from "../../src/runs/ledger.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { fakeResult, smallConfig } from "./_runs.ts";

const nobodyLooked = { standardError: null, deadUnits: null };

/** Answers everything at once; seed 3 diverged. */
const source = {
  get<Result>({ spec }: Job<Result>): Promise<Result> {
    const { config, seed } = spec as TrainingSpec;
    const result: TrainResult = {
      ...fakeResult(seed, config),
      ...(seed === 3
        ? { loss: { mse: Infinity, fvu: Infinity }, ...nobodyLooked }
        : { standardError: seed / 1e5, deadUnits: 1 / 4 }),
    };
    return Promise.resolve(result as Result);
  },
};

const few = { ...smallConfig(), noise: 0.5 };
const many = { ...smallConfig({ neurons: 12 }), noise: 0.5 };

async function trialLedger(): Promise<Ledger> {
  const noted = recordRuns(source);
  await noted.train(few, [3, 1]);
  await noted.train(many, [7]);
  await noted.train({ ...few, curvePoints: 0 }, [2, 1]);
  return noted.ledger("trial");
}

Deno.test("a ledger has one line per configuration, whatever the order of asking", async () => {
  const ledger = await trialLedger();
  const what =
    "σ = 0.5, 20 steps of 16 at 0.01, from spread initial values × 1";
  const body = `  "id": "trial",
  "configurations": [
    {"what":"2-12-1-12-2, ${what}","run":"${
    configKey(many)
  }","seeds":[7],"mse":[1],"fvu":[12.000000000000004],"standardError":[0.00007],"deadUnits":[0.25]},
    {"what":"2-2-1-2-2, ${what}","run":"${
    configKey(few)
  }","seeds":[1,2,3],"mse":[0.14285714285714285,0.2857142857142857,null],"fvu":[1.7142857142857146,3.4285714285714293,null],"standardError":[0.00001,0.00002,null],"deadUnits":[0.25,0.25,null]}
  ]
}
`;
  const text = `{\n  "sha256": "${sha256(body)}",\n${body}`;
  assertEquals(encodeLedger(ledger), text);
  assert(isIntact(text));
  assertEquals(decodeLedger(text, "file"), ledger);
});

Deno.test("a replayed ledger gives the losses back, and nothing of the network", async () => {
  const runs = recordRuns(replayLedger(await trialLedger(), "file"));
  const [last, first] = await runs.train({ ...few, curvePoints: 9 }, [3, 1]);
  assertEquals(
    [last.seed, last.loss, last.standardError, last.deadUnits],
    [3, { mse: Infinity, fvu: Infinity }, null, null],
  );
  assertEquals(
    [first.seed, first.loss, first.standardError, first.deadUnits],
    [1, { mse: 1 / 7, fvu: 1.7142857142857146 }, 1e-5, 1 / 4],
  );
  const asked = { ...few, curvePoints: 9 };
  assertEquals(runs.asked(), [3, 1].map((seed) => trainingJob(asked, seed)));
});

for (const name of ["recorded", "replayed"]) {
  Deno.test(`${name} results have neither parameters nor a curve, and there are no other kinds`, async () => {
    const from = name === "recorded"
      ? source
      : replayLedger(await trialLedger(), "file");
    const runs = recordRuns(from);
    const [result] = await runs.train(few, [1]);
    const may = "rows may use losses and deadUnits alone";
    assertThrows(
      () => result.parameters,
      Error,
      `the full profile keeps no parameters: ${may}`,
    );
    assertThrows(
      () => ({ ...result }),
      Error,
      "the full profile keeps no ",
    );
    assertThrows(() => result.curve, Error, "keeps no learning curves");
    await assertRejects(
      () =>
        runs.get(
          polylineJob({ kinks: 1, reach: 0, starts: 0, hops: 0, seed: 1 }),
        ),
      Error,
      'a ledger holds no results of the kind "polyline"',
    );
  });
}

Deno.test("a run that the ledger lacks is named", async () => {
  const runs = replayLedger(await trialLedger(), "file");
  const asked: [TrainingConfig, number][] = [
    [few, 4],
    [{ ...smallConfig({ steps: 21 }), noise: 0.5 }, 1],
  ];
  for (const [config, seed] of asked) {
    await assertRejects(
      () => runs.get(trainingJob(config, seed)),
      Error,
      `file lacks 2-2-1-2-2, σ = 0.5, ${config.schedule.steps} steps of 16 at 0.01, from spread initial values × 1, ` +
        `seed ${seed} (run ${configKey(config).slice(0, 8)})`,
    );
  }
});

const broken: [
  name: string,
  from: RegExp | string,
  to: string,
  says: string,
][] = [
  ["not JSON", "{", "", "file is not JSON: "],
  ["an unknown field", '"id"', '"idea"', "file: id: "],
  ["no lines", /\[\n[^]*\n {2}\]/, "[]", "file: configurations: "],
  ["a key that is none", /"run":"./, '"run":"x', "run: is no run key"],
  ["seeds that fall", "[1,2,3]", "[1,3,2]", "seeds: must rise"],
  ["a seed twice", "[1,2,3]", "[1,2,2]", "seeds: must rise"],
  [
    "a kind that no ledger keeps",
    '"what"',
    '"kind":"polyline","what"',
    "configurations.0.kind: a ledger holds no results of the kind",
  ],
  [
    "a hash that is none",
    /"sha256": "./,
    '"sha256": "x',
    "sha256: is no SHA-256",
  ],
  ["a list too short", "2,null]", "2]", "lists of different lengths"],
  ["a loss that is text", "12.000000000000004", '"12"', "fvu.0: "],
  ["a share above 1", "[0.25]", "[3]", "deadUnits.0: "],
  [
    "a run key twice",
    configKey(many),
    configKey(few),
    "configurations: has a run key twice",
  ],
];
for (const [name, from, to, says] of broken) {
  Deno.test(`a ledger with ${name} is refused`, async () => {
    const text = encodeLedger(await trialLedger());
    const changed = text.replace(from, to);
    assertEquals(changed === text, false);
    assertThrows(() => decodeLedger(changed, "file"), RangeError, says);
    assertThrows(() => decodeLedger(changed, "file"), RangeError, "file");
  });
}

Deno.test("a ledger that was changed after it was written is not intact", async () => {
  const text = encodeLedger(await trialLedger());
  const changes = [
    text.replace("0.00001", "0.00002"),
    text.replace("[1,2,3]", "[1, 2, 3]"),
    text.replace('"sha256": "', '"sha256":  "'),
    text.replace(/"sha256": "./, '"sha256": "g'),
    text + " ",
    text.slice(0, -1),
    "",
  ];
  for (const changed of changes) {
    assert(changed !== text);
    assertEquals(isIntact(changed), false, changed.slice(0, 100));
  }
});

const misfits: [column: string, value: unknown, says: string][] = [
  ["mse", 0.25, "has mse 0.25 and fvu 1.7142857142857146, which are not one"],
  ["fvu", 1.7142857142857149, "which are not one loss"],
  ["mse", Infinity, "has standardError 0.00001, where it must be null"],
  ["mse", -1, "has mse -1, which is below 0"],
  ["standardError", null, "has standardError null, where it must be a number"],
  ["standardError", -1e-5, "which is not between 0 and mse"],
  ["standardError", 0.2, "which is not between 0 and mse"],
  ["deadUnits", 0.3, "has deadUnits 0.3, which is no share of 4 units"],
  ["deadUnits", null, "has deadUnits null, where it must be a number"],
];
for (const [column, value, says] of misfits) {
  Deno.test(`a replayed ledger refuses the ${column} ${value}, and says whose it is`, async () => {
    const ledger = structuredClone(await trialLedger());
    const line = ledger.configurations[1];
    (line[column] as unknown[])[0] = value;
    const runs = replayLedger(ledger, "file");
    const error = await assertRejects(
      () => runs.get(trainingJob(few, 1)),
      Error,
      says,
    );
    const whose = `file: ${line.what}, seed 1 (run ${
      line.run.slice(0, 8)
    }) has `;
    assertEquals(error.message.slice(0, whose.length), whose);
    assertEquals((await runs.get(trainingJob(few, 2))).seed, 2);
  });
}
