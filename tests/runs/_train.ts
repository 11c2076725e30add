/**
 * The process that `resume_test.ts` kills: trains into the store that it is given.
 *
 * @module
 */
import { compiledWorkers, createRunner } from "../../src/runs/runner.ts";
import { loadCatalogue } from "../../src/runs/catalogue.ts";
import { openStore } from "../../src/runs/store.ts";
import { longRequest } from "./_runs.ts";

await loadCatalogue();
const [folder, workers] = Deno.args;
const runner = createRunner({
  store: openStore(folder, "write"),
  executors: compiledWorkers(Number(workers)),
  warn: console.error,
});
await runner.train(longRequest.config, longRequest.seeds);
runner.close();
