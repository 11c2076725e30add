/** The unit of work: how many samples, and how they lie in memory. */

/**
 * Samples that pass through the network together: small enough that their activations stay in the
 * first-level cache.
 */
export const BLOCK: i32 = 32;
/** Bytes of one element: one float32 per lane. */
export const ELEMENT: usize = 16;
/** Bytes of one unit's activations in a block. */
export const ROW: usize = 512;
