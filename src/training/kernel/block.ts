/** The unit of work: how many samples, and how they lie in memory. */

/** Samples that pass through the network together: small enough that their activations stay in the first-level cache. */
export const BLOCK: i32 = 32;
/** Bytes of one element, and of one unit's activations in a block. */
export const ELEMENT: usize = 16;
export const ROW: usize = 512;
