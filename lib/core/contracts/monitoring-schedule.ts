/** When windows of live traffic are looked for. */

/** SageMaker buffers captured requests: what was asked in a window may be read so long after its end. */
export const CAPTURE_DELAY_MINUTES = 20;

/** Minute of each hour: windows end on the hour, so none waits longer than it has to. */
export const LOOK_AT_MINUTE = CAPTURE_DELAY_MINUTES + 1;
