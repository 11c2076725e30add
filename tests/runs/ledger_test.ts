import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Job } from "../../src/jobs/mod.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingJob, type TrainingSpec } from "../../src/jobs/training.ts";
import {
  decodeLedger,
  encodeLedger,
  type Ledger,
  recordRuns,
  replayLedger,
} from "../../src/runs/ledger.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { fakeResult, smallConfig } from "./_runs.ts";

/** Answers everything at once; seed 3 diverged. */
const source = {
  get<Result>({ spec }: Job<Result>): Promise<Result> {
    const { seed } = spec as TrainingSpec;
    const result: TrainResult = {
      ...fakeResult(seed),
      ...(seed === 3
        ? { loss: { mse: Infinity, fvu: Infinity } }
        : { standardError: seed / 1e5, deadUnits: 1 / 3 }),
    };
    return Promise.resolve(result as Result);
  },
};

const few = smallConfig();
const many = smallConfig({ neurons: 12 });

async function trialLedger(): Promise<Ledger> {
  const noted = recordRuns(source);
  await noted.train(few, [3, 1]);
  await noted.train(many, [7]);
  await noted.train({ ...few, curvePoints: 0 }, [2, 1]);
  return noted.ledger("trial");
}

Deno.test("a ledger has one line per configuration, whatever the order of asking", async () => {
  const ledger = await trialLedger();
  const what = "steps of 16 at 0.01, from spread initial values × 1";
  const text = `{
  "id": "trial",
  "configurations": [
    {"what":"2-12-1-12-2, 20 ${what}","run":"${
    configKey(many)
  }","seeds":[7],"mse":[1],"fvu":[7],"standardError":[0.00007],"deadUnits":[0.3333333333333333]},
    {"what":"2-2-1-2-2, 20 ${what}","run":"${
    configKey(few)
  }","seeds":[1,2,3],"mse":[0.14285714285714285,0.2857142857142857,null],"fvu":[1,2,null],"standardError":[0.00001,0.00002,null],"deadUnits":[0.3333333333333333,0.3333333333333333,null]}
  ]
}
`;
  assertEquals(encodeLedger(ledger), text);
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
    [1, { mse: 1 / 7, fvu: 1 }, 1e-5, 1 / 3],
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
    [smallConfig({ steps: 21 }), 1],
  ];
  for (const [config, seed] of asked) {
    await assertRejects(
      () => runs.get(trainingJob(config, seed)),
      Error,
      `file lacks 2-2-1-2-2, ${config.schedule.steps} steps of 16 at 0.01, from spread initial values × 1, ` +
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
  ["a list too short", "[1,2,null]", "[1,2]", "lists of different lengths"],
  ["a loss that is text", "[1,2,null]", '[1,"2",null]', "fvu.1: "],
  ["a share above 1", "0.3333333333333333", "3", "deadUnits.0: "],
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
