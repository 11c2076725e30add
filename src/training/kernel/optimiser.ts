/** The optimisers, by the number that the host calls them. */
import { adam } from "./adam";
import { Run } from "./records";

/** One step of the run's optimiser along the gradient as it stands. */
export function optimise(run: Run): void {
  run.step += 1;
  adam(run);
}
