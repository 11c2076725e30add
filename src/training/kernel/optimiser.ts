/** The optimisers, by the number that the host calls them. */
import { adam } from "./adam";
import { muon } from "./muon";
import { Run } from "./records";
import { soap } from "./soap";

/** How many optimisers the kernel has: numbers from here on are none of them. */
export const OPTIMISERS: i32 = 3;

/** One step of the run's optimiser along the gradient as it stands. */
export function optimise(run: Run): void {
  run.step += 1;
  if (run.optimiser == 1) soap(run);
  else if (run.optimiser == 2) muon(run);
  else adam(run);
}
